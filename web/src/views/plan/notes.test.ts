import { expect, it } from 'vitest';
import * as zh from '../../shared/text/zh';
import { noteText } from './notes';

it.each([
  ['12 records had heights (Z); they are left out', '12 条记录带高程，高程未采用'],
  ['the columns are named in row 3; what stands above is left out', '列名在第 3 行，其上的内容未读取'],
  [
    '7 geometries were mended; together that changed their area by +12.5 m² and their length by +0.0 m',
    '修复了 7 个图形，面积共变化 +12.5 m²，长度共变化 +0.0 m',
  ],
  ['the file declares EPSG:4490; GCJ02 was asked for', '文件声明为 EPSG:4490，已按要求用 GCJ02'],
  ['something that is new', 'something that is new'],
])('%s', (note, text) => expect(noteText(note, zh.importNotes)).toBe(text));
