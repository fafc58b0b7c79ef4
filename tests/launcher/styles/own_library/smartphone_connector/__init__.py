raise RuntimeError('the copy in the project was used')
