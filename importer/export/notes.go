package export

import (
	"fmt"

	"backstreet/rectify"
)

// Codes of notes. They are stable: clients translate them.
const (
	noteCRS          = "crs_undeclared"
	noteGeoJSONCRS   = "geojson_crs"
	noteLeftOut      = "left_out"
	noteFields       = "field_names"
	noteTextsCut     = "texts_cut"
	noteNotInGBK     = "not_in_gbk"
	noteEscaped      = "escaped"
	noteOriginal     = "original_json"
	noteUntyped      = "untyped"
	noteCellsCut     = "cells_cut"
	noteNoGeometries = "geometries_left_out"
)

// noteWords say a note in English and in Chinese; %[1]d is how many, %[2]s the CRS.
var noteWords = map[string][2]string{
	noteCRS: {
		"the coordinates are %[2]s, which no file can declare: say --crs %[2]s to import it",
		"坐标为 %[2]s，文件无法声明；再导入时请选择 %[2]s",
	},
	noteGeoJSONCRS: {
		"GeoJSON is meant to be WGS 84; this one declares %[2]s in a crs member, which not every program reads",
		"GeoJSON 标准只用 WGS 84；本文件用 crs 成员声明为 %[2]s，有的软件不识别",
	},
	noteLeftOut:  {"%[1]d features outside your areas are left out", "有 %[1]d 项不在您的区域内，没有导出"},
	noteFields:   {"field names have at most 10 bytes; the .fields.csv tells which column each is", "字段名最长 10 字节，对照见 .fields.csv"},
	noteTextsCut: {"%[1]d texts are longer than the 254 bytes of a field and are cut; the .long.csv has them whole", "有 %[1]d 处文字超过 254 字节被截断，全文见 .long.csv"},
	noteNotInGBK: {"%[1]d characters are not in GBK and became ?; choose UTF-8 to keep them", "有 %[1]d 个字不在 GBK 内，已写成 ?；选 UTF-8 可保留"},
	noteEscaped: {
		"%[1]d texts begin with = + - or @ and have a ' before them, so that no spreadsheet computes them",
		"有 %[1]d 处文字以 = + - @ 开头，前面加了 '，以免表格软件当作公式",
	},
	noteOriginal: {"columns of the original file are one column of JSON, original", "原始文件的其他字段以 JSON 写在 original 一列"},
	noteUntyped:  {"KML has no types: numbers, days and yes or no are texts in it", "KML 不分类型，数字、日期、是否都是文字"},
	noteCellsCut: {"%[1]d texts are longer than a cell and are cut", "有 %[1]d 处文字超过单元格上限被截断"},
	noteNoGeometries: {
		"%[1]d geometries are longer than a cell and left out; the point to put a pin is there",
		"有 %[1]d 项图形超过单元格上限没有写入，仍有标注点坐标",
	},
}

func note(code string, n int) rectify.ExportNote { return noteOf(code, n, "") }

func noteOf(code string, n int, crs string) rectify.ExportNote {
	return rectify.ExportNote{Code: code, N: n, Detail: inWords(noteWords[code][0], n, crs)}
}

// counted is the note where there is anything to count.
func counted(code string, n int) []rectify.ExportNote {
	if n == 0 {
		return nil
	}
	return []rectify.ExportNote{note(code, n)}
}

// inWords tolerates words that leave one of both out.
func inWords(words string, n int, crs string) string {
	return fmt.Sprintf(words+"%[3]s", n, crs, "")
}
