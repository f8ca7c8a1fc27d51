import Database from 'better-sqlite3';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {migrate} from '../../../src/store/migrate.js';

const FIRST = 'CREATE TABLE board (name TEXT NOT NULL) STRICT;';
const SECOND = `ALTER TABLE board ADD COLUMN title TEXT NOT NULL DEFAULT '';`;
const BROKEN = 'CREATE TABLE rail (name TEXT) STRICT; INSERT INTO nowhere VALUES (1);';

describe('migrate', () => {
  let database: Database.Database;
  beforeEach(() => {
    database = new Database(':memory:');
  });
  afterEach(() => {
    database.close();
  });

  const version = (): unknown => database.pragma('user_version', {simple: true});

  it('goes through every step of a new file', () => {
    migrate(database, {migrations: [FIRST, SECOND]});
    expect(version()).toBe(2);
    expect(database.prepare('SELECT title FROM board').all()).toEqual([]);
  });

  it('takes only the missing steps and keeps the rows', () => {
    migrate(database, {migrations: [FIRST]});
    database.exec(`INSERT INTO board VALUES ('tx2')`);
    migrate(database, {migrations: [FIRST, SECOND]});
    migrate(database, {migrations: [FIRST, SECOND]});
    expect(database.prepare('SELECT * FROM board').all()).toEqual([{name: 'tx2', title: ''}]);
  });

  it('undoes a step that fails halfway', () => {
    expect(() => {
      migrate(database, {migrations: [FIRST, BROKEN]});
    }).toThrow('no such table: nowhere');
    expect(version()).toBe(1);
    expect(database.prepare(`SELECT name FROM sqlite_schema WHERE name = 'rail'`).all()).toEqual([]);
  });
});
