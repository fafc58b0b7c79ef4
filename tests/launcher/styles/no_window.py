import turtle

turtle.Turtle()
