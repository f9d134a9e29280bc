import { expect, test } from 'vitest';
import { fromContainers } from './listening-place.ts';

test.each([
  ['http://127.0.0.1:8080/alerts', 'http://172.18.0.1:8080/alerts'],
  ['http://172.18.0.1:9093', 'http://172.18.0.1:9093'],
  ['https://localhost/x?at=http://127.0.0.1', 'https://172.18.0.1/x?at=http://127.0.0.1'],
])('%s is reached at %s', (url, reached) => {
  expect(fromContainers(url, { listen: '127.0.0.1', reached: '172.18.0.1' })).toBe(reached);
});
