package importer

import (
	"encoding/json"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// sheetNumber is how workbooks store numbers. What has more digits than Excel keeps (an identity card's 18), a leading
// zero, or an exponent without its sign, is a text that somebody typed.
var sheetNumber = regexp.MustCompile(`^-?(0|[1-9]\d{0,16})(\.\d+)?([eE][+-]\d+)?$`)

// sheetValue makes a value of a cell as it is stored and as it is shown: nil, bool, json.Number, or string. Dates
// become ISO 8601 text. A text that is written as a number counts as one: it reads the same.
func sheetValue(stored, shown string, date1904 bool) any {
	text := strings.TrimSpace(strings.ReplaceAll(stored, "\x00", ""))
	switch {
	case text == "" || sheetErrors[text]:
		return nil
	case text == "1" && shown == "TRUE", text == "0" && shown == "FALSE":
		return text == "1"
	case !sheetNumber.MatchString(text):
		return text
	}
	number, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text
	}
	if shown != stored && sheetDate.MatchString(shown) {
		if date, ok := sheetTime(number, date1904); ok {
			return date
		}
	}
	if strings.ContainsAny(text, "eE") || len(text) > 16 { // 48.896485900000002 is how 48.8964859 is stored
		text = strconv.FormatFloat(number, 'f', -1, 64)
	}
	return json.Number(text)
}

// sheetErrors are what a formula shows that found nothing.
var sheetErrors = map[string]bool{
	"#N/A": true, "#REF!": true, "#VALUE!": true, "#DIV/0!": true, "#NAME?": true, "#NUM!": true, "#NULL!": true,
}

// sheetDate is how dates and times are shown: 2022-08-30, 8/30/22, 2022年8月, 30-Aug-22, 9:15.
var sheetDate = regexp.MustCompile(`(?i)^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d年\d{1,2}月|\d月\d{1,2}日|\d{1,2}:\d{2}|` +
	`\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(uary|ruary|ch|il|e|y|ust|tember|ober|ember)?\b`)

// lastSheetDay is 31 December 9999.
const lastSheetDay = 2958465

func sheetTime(days float64, date1904 bool) (string, bool) {
	if days < 0 || days >= lastSheetDay+1 {
		return "", false
	}
	moment, err := excelize.ExcelDateToTime(days, date1904)
	switch {
	case err != nil:
		return "", false
	case days < 1:
		return moment.Format(time.TimeOnly), true
	case days == math.Trunc(days):
		return moment.Format(time.DateOnly), true
	}
	return moment.Format(time.DateTime), true
}
