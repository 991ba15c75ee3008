package export

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"backstreet/rectify"
)

// columnType is what a column holds where a format wants to know beforehand.
type columnType string

const (
	textColumn   columnType = "text"
	wholeColumn  columnType = "whole"
	numberColumn columnType = "number"
	truthColumn  columnType = "truth"
	dayColumn    columnType = "day" // 2022-08-30
)

// column is a column of every format. value gives nil, string, int64, float64, bool, json.Number, or
// json.RawMessage for what is no single value.
type column struct {
	name           string
	short          string // at most 10 bytes, for a .dbf; empty is name
	holds          columnType
	title, titleEN string
	value          func(*rectify.Exported) any
}

// ownColumns are the fields that every feature has. importer.exportedColumns has to know the names.
var ownColumns = []column{
	{"id", "", wholeColumn, "序号", "Number", func(f *rectify.Exported) any { return int64(f.ID) }},
	{"uid", "", textColumn, "唯一标识", "Unique id", func(f *rectify.Exported) any { return f.UID }},
	{"kind", "", textColumn, "类别", "Kind", func(f *rectify.Exported) any { return string(f.Kind) }},
	{"ref", "", textColumn, "台账编号", "Ledger number", func(f *rectify.Exported) any { return text(f.Ref) }},
	{"name", "", textColumn, "名称", "Name", func(f *rectify.Exported) any { return text(f.Name) }},
	{"status", "", textColumn, "状态", "Status", func(f *rectify.Exported) any { return string(f.Status) }},
	{"light", "", textColumn, "灯", "Light", func(f *rectify.Exported) any { return string(f.Light) }},
	{"area_id", "", wholeColumn, "区域序号", "Area number", func(f *rectify.Exported) any { return id(f.AreaID) }},
	{"area_name", "", textColumn, "区域", "Area", func(f *rectify.Exported) any { return text(f.AreaName) }},
	{"unit_id", "", wholeColumn, "责任单位序号", "Unit number", func(f *rectify.Exported) any { return id(f.UnitID) }},
	{"unit_name", "", textColumn, "责任单位", "Unit", func(f *rectify.Exported) any { return text(f.UnitName) }},
	{"assignee_id", "assignee", wholeColumn, "责任人序号", "Assignee number", func(f *rectify.Exported) any { return id(f.AssigneeID) }},
	{"cycle", "", wholeColumn, "轮次", "Cycle", func(f *rectify.Exported) any { return int64(f.Cycle) }},
	{"listed_on", "", dayColumn, "建账日期", "Listed on", func(f *rectify.Exported) any { return day(f.ListedOn) }},
	{"planned_on", "", dayColumn, "列入计划日期", "Planned on", func(f *rectify.Exported) any { return day(f.PlannedOn) }},
	{"due_on", "", dayColumn, "整改期限", "Due on", func(f *rectify.Exported) any { return day(f.DueOn) }},
	{"first_due_on", "first_due", dayColumn, "首次期限", "First due on", func(f *rectify.Exported) any { return day(f.FirstDueOn) }},
	{"submitted_on", "submitted", dayColumn, "报完日期", "Submitted on", func(f *rectify.Exported) any { return day(f.SubmittedOn) }},
	{"verified_on", "verified", dayColumn, "销号日期", "Verified on", func(f *rectify.Exported) any { return day(f.VerifiedOn) }},
	{"review_on", "", dayColumn, "复核日期", "Review on", func(f *rectify.Exported) any { return day(f.ReviewOn) }},
	{"quantity", "", numberColumn, "数量", "Quantity", func(f *rectify.Exported) any { return number(f.Quantity) }},
	{"quantity_planned", "qty_plan", numberColumn, "计划数量", "Planned quantity", func(f *rectify.Exported) any { return number(f.QuantityPlanned) }},
	{"quantity_done", "qty_done", numberColumn, "完成数量", "Quantity done", func(f *rectify.Exported) any { return number(f.QuantityDone) }},
	{"measure", "", numberColumn, "长度（米）或面积（㎡）", "Length (m) or area (m²)", func(f *rectify.Exported) any { return f.Measure }},
	{"reworks", "", wholeColumn, "返工次数", "Reworks", func(f *rectify.Exported) any { return int64(f.Reworks) }},
	{"source", "", textColumn, "来源", "Source", func(f *rectify.Exported) any { return text(f.Source) }},
	{"import_id", "", wholeColumn, "导入批次", "Import", func(f *rectify.Exported) any { return id(f.ImportID) }},
	{"version", "", wholeColumn, "版本", "Version", func(f *rectify.Exported) any { return f.Version }},
	{"created_at", "", textColumn, "创建时间", "Created at", func(f *rectify.Exported) any { return f.CreatedAt.Format(time.RFC3339Nano) }},
	{"updated_at", "", textColumn, "更新时间", "Updated at", func(f *rectify.Exported) any { return f.UpdatedAt.Format(time.RFC3339Nano) }},
}

func text(value string) any {
	if value == "" {
		return nil
	}
	return value
}

func id[T ~int64](value T) any {
	if value == 0 {
		return nil
	}
	return int64(value)
}

func day(value rectify.Day) any { return text(value.String()) }

func number(value *float64) any {
	if value == nil {
		return nil
	}
	return *value
}

// schemaTypes are the columns of what a kind's JSON Schema calls its attributes' types.
var schemaTypes = map[string]columnType{"integer": wholeColumn, "number": numberColumn, "boolean": truthColumn}

// columnsOf gives the columns of a kind: every feature's, the kind's attributes, the attributes that its schema does
// not name, and the columns of the file that it came from, as one JSON object each.
func columnsOf(kind rectify.Kind) ([]column, error) {
	var schema struct {
		Properties map[string]struct {
			Type    string `json:"type"`
			Title   string `json:"title"`
			TitleEN string `json:"title_en"`
		} `json:"properties"`
	}
	if len(kind.Schema) > 0 {
		if err := json.Unmarshal(kind.Schema, &schema); err != nil {
			return nil, fmt.Errorf("read the schema of kind %s: %w", kind.Key, err)
		}
	}
	columns := slices.Clone(ownColumns)
	for _, name := range slices.Sorted(maps.Keys(schema.Properties)) {
		property := schema.Properties[name]
		holds, known := schemaTypes[property.Type]
		if !known {
			holds = textColumn
		}
		columns = append(columns, column{name, "", holds, property.Title, property.TitleEN, attribute(name)})
	}
	columns = append(columns,
		column{"attributes", "", textColumn, "其他属性", "Other attributes", func(f *rectify.Exported) any {
			return object(maps.Collect(func(yield func(string, any) bool) {
				for name, value := range f.Attributes {
					if _, named := schema.Properties[name]; !named && name != rectify.OriginalAttribute && !yield(name, value) {
						return
					}
				}
			}))
		}},
		column{rectify.OriginalAttribute, "", textColumn, "原始字段", "Original columns", func(f *rectify.Exported) any {
			if original, ok := f.Attributes[rectify.OriginalAttribute].(map[string]any); ok {
				return object(original)
			}
			return simple(f.Attributes[rectify.OriginalAttribute])
		}},
	)
	return columns, nil
}

func attribute(name string) func(*rectify.Exported) any {
	return func(f *rectify.Exported) any { return simple(f.Attributes[name]) }
}

// simple makes JSON of what is no single value.
func simple(value any) any {
	switch value := value.(type) {
	case nil, string, bool, json.Number:
		return value
	}
	return document(value)
}

// object is nil for one without members.
func object(members map[string]any) any {
	if len(members) == 0 {
		return nil
	}
	return document(members)
}

// document cannot fail: the value came out of JSON.
func document(value any) any {
	encoded, err := marshal(value)
	if err != nil {
		panic(err)
	}
	return json.RawMessage(encoded)
}

// cell is a value as a table writes it; ok is false for none.
func cell(value any) (text string, ok bool) {
	switch value := value.(type) {
	case nil:
		return "", false
	case string:
		return value, true
	case bool:
		return strconv.FormatBool(value), true
	case int64:
		return strconv.FormatInt(value, 10), true
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64), true
	case json.Number:
		return value.String(), true
	case json.RawMessage:
		return string(value), true
	}
	return fmt.Sprint(value), true
}
