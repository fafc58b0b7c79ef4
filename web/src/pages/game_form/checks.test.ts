import { describe, expect, it } from 'vitest';
import { samples } from '../samples';
import { gameFileProblem, previewProblem, togetherProblem } from './checks';

const { limits } = samples.game_form.data;
const megabyte = 1024 * 1024;

describe('A game file', () => {
  it.each(['game.py', 'GAME.ZIP', 'my.game.Py'])('%s may be chosen', (name) =>
    expect(gameFileProblem({ name, size: 10 }, limits)).toBeNull());
  it.each(['game.rar', 'game', 'py', 'game.py.txt', 'zip'])('%s may not', (name) =>
    expect(gameFileProblem({ name, size: 10 }, limits)).toContain('Python file'));
  it('of exactly the limit may be chosen, of one byte more not', () => {
    expect(gameFileProblem({ name: 'a.zip', size: limits.upload_bytes }, limits)).toBeNull();
    expect(gameFileProblem({ name: 'a.zip', size: limits.upload_bytes + 1 }, limits)).toContain('16 MB');
  });
  it('is not needed for an update', () => expect(gameFileProblem(null, limits)).toBeNull());
});

describe('Sizes', () => {
  it('of previews have their own limit', () => {
    expect(previewProblem({ name: 'a.png', size: 5 * megabyte }, limits)).toBeNull();
    expect(previewProblem({ name: 'a.png', size: 5 * megabyte + 1 }, limits)).toContain('5 MB');
  });
  it('of both files together must fit into one request', () => {
    const preview = { name: 'a.png', size: 4 * megabyte };
    expect(togetherProblem([{ name: 'a.zip', size: 11 * megabyte }, preview], limits)).toBeNull();
    expect(togetherProblem([{ name: 'a.zip', size: 12.5 * megabyte }, preview], limits)).toContain('16.5 MB');
  });
});
