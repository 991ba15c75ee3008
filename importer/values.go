package importer

import (
	"encoding/json"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// valueText is a property as text; empty for null.
func valueText(value any) string {
	switch value := value.(type) {
	case string:
		return strings.TrimSpace(value)
	case json.Number:
		return wholeNumber(value.String())
	case bool:
		return strconv.FormatBool(value)
	case json.RawMessage:
		var holder struct { // DataV writes a parent as {"adcode": 411100}
			Adcode json.Number `json:"adcode"`
		}
		if json.Unmarshal(value, &holder) == nil && holder.Adcode != "" {
			return holder.Adcode.String()
		}
		return string(value)
	}
	return ""
}

// wholeNumber writes 12.0 as 12, so that an id is the same however a program stores it.
func wholeNumber(text string) string {
	if whole, zeros, found := strings.Cut(text, "."); found && strings.Trim(zeros, "0") == "" {
		return whole
	}
	return text
}

// parse reads a value as the attribute's type: int64, float64, bool or string. Empty is nil.
func (a attribute) parse(value any) (any, *Fault) {
	text := valueText(value)
	if text == "" {
		return nil, nil
	}
	switch {
	case len(a.Enum) > 0:
		if word, ok := enumWord(a.Enum, text); ok {
			return word, nil
		}
		return nil, faultf(CodeBadValue, text, "%s is one of %s", a.name, strings.Join(a.Enum, ", "))
	case a.Type == "integer":
		number, ok := parseNumber(text)
		if !ok || number != math.Trunc(number) || math.Abs(number) > 1<<53 {
			return nil, faultf(CodeBadValue, text, "%s is a whole number", a.name)
		}
		return int64(number), nil
	case a.Type == "number":
		number, ok := parseNumber(text)
		if !ok {
			return nil, faultf(CodeBadValue, text, "%s is a number", a.name)
		}
		return number, nil
	case a.Type == "boolean":
		truth, ok := parseTruth(text)
		if !ok {
			return nil, faultf(CodeBadValue, text, "%s is yes or no", a.name)
		}
		return truth, nil
	}
	return text, nil
}

var thousands = regexp.MustCompile(`^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$`)

// parseNumber takes 1234.5, 1,234.5 and 1234,5. A single comma before three digits separates thousands.
func parseNumber(text string) (float64, bool) {
	switch {
	case thousands.MatchString(text):
		text = strings.ReplaceAll(text, ",", "")
	case strings.Count(text, ",") == 1 && !strings.Contains(text, "."):
		text = strings.Replace(text, ",", ".", 1)
	}
	return parseDecimal(text)
}

var (
	trueWords  = []string{"true", "t", "yes", "y", "1", "ja", "是", "有", "√", "已成立", "已建"}
	falseWords = []string{"false", "f", "no", "n", "0", "nein", "否", "无", "没有", "×", "未成立", "未建"}
)

func parseTruth(text string) (truth, ok bool) {
	word := strings.ToLower(wholeNumber(text))
	if slices.Contains(trueWords, word) {
		return true, true
	}
	return false, slices.Contains(falseWords, word)
}

// chineseWords are what ledgers write for the words of the schemas.
var chineseWords = map[string][]string{
	"none":         {"三无", "三无小区", "无物业", "无"},
	"professional": {"专业物业", "专业物业小区", "专业"},
	"red_property": {"红色物业", "红色物业小区"},
	"non_motor":    {"非机动车", "非机动车泊位", "自行车", "bicycle", "bike"},
	"motor":        {"机动车", "机动车泊位", "汽车", "car"},
	"district":     {"区", "县区", "区县", "county"},
	"street":       {"街道", "乡镇", "镇", "town", "township"},
	"community":    {"社区", "村", "居委会", "neighbourhood", "neighborhood"}, //nolint:misspell // as American files have it
	"grid":         {"网格"},
	"road":         {"道路"}, "water": {"水系", "水域"}, "green": {"绿地"}, "building": {"建筑", "建筑物"},
	"block": {"街区"}, "place": {"地名"},
	"unsurveyed": {"待普查"}, "compliant": {"达标"}, "listed": {"已建账"}, "void": {"注销"},
	"planned": {"已列计划"}, "in_progress": {"整改中"}, "submitted": {"待核查"}, "rework": {"返工中"},
	"suspended": {"挂账"}, "verified": {"已销号"},
}

func enumWord(words []string, text string) (string, bool) {
	lower := strings.ToLower(text)
	for _, word := range words {
		if lower == word || slices.Contains(chineseWords[word], lower) {
			return word, true
		}
	}
	return "", false
}
