import { describe, expect, it } from 'vitest';
import { takeNotice } from '../../ui/notice';
import { refusedUpdate, samples } from '../samples';
import { outcomeOf } from './upload';

const here = 'http://127.0.0.1:8080/upload_game';

describe('The answer to an upload', () => {
  it('leads on to the page of the redirect and takes its notice along', () => {
    const page = { ...samples.scoreboard, notice: { kind: 'info', code: 'game_created', text: 'created' } };
    const there = 'http://127.0.0.1:8080/scoreboard?game_id=7';
    expect(outcomeOf(200, there, JSON.stringify(page))).toEqual({ done: there });
    expect(takeNotice()?.code).toBe('game_created');
    expect(takeNotice()).toBeNull();
  });

  it('is a refusal when the form comes back', () => {
    expect(outcomeOf(422, here, JSON.stringify(refusedUpdate))).toEqual({ refused: refusedUpdate.data.error });
  });

  it('is a refusal when only the error comes back', () => {
    const body = JSON.stringify({ error: { code: 'zip_symlink', entry: 'a', message: 'a is a link' } });
    expect(outcomeOf(422, here, body)).toEqual({
      refused: { code: 'zip_symlink', field: null, entry: 'a', message: 'a is a link' },
    });
  });

  it.each([
    [413, 'upload_too_big'],
    [429, 'too_many'],
    [503, 'unavailable'],
    [500, 'internal'],
  ])('with status %s and a page that is not ours is told as %s', (status, code) => {
    expect(outcomeOf(status, here, '<html>')).toMatchObject({ refused: { code } });
  });

  it('that is an error page is told in its words', () => {
    const page = { ...samples.error, data: { status: 503, title_code: 'disk_full', message: 'the disk is full' } };
    expect(outcomeOf(503, here, JSON.stringify(page))).toMatchObject({
      refused: { code: 'disk_full', message: 'the disk is full' },
    });
  });
});
