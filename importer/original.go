package importer

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
)

// exportedColumns are fields of a feature that an export writes and an import must not take as attributes.
var exportedColumns = map[string]bool{
	"id": true, "kind": true, "status": true, "light": true, "cycle": true, "area_id": true, "unit_id": true, "assignee_id": true,
	"listed_on": true, "planned_on": true, "due_on": true, "first_due_on": true, "submitted_on": true, "verified_on": true,
	"review_on": true, "quantity": true, "quantity_planned": true, "quantity_done": true, "measure": true, "reworks": true,
	"source": true, "source_key": true, "source_crs": true, "import_id": true, "version": true, "created_at": true, "updated_at": true, "fid": true,
	"assignee": true, "first_due": true, "submitted": true, "verified": true, "qty_plan": true, "qty_done": true, // in a .dbf
	"area_name": true, "unit_name": true, "lon": true, "lat": true, "x": true, "y": true, exportedAttributes: true,
}

// exportedAttributes is the column in which an export has the attributes that the kind's schema does not name.
const exportedAttributes = "attributes"

// original keeps the columns that are no attribute. In a file that Backstreet wrote, they are in a column of that name.
func (v *converter) original(record Record, ours bool) map[string]any {
	original := map[string]any{}
	for _, property := range record.Properties {
		if property.Value == nil || v.mapped[property.Name] || ours && exportedColumns[property.Name] {
			continue
		}
		if property.Name == OriginalAttribute && ours {
			if nested := nestedAgain(property.Value); nested != nil {
				return nested
			}
		}
		original[property.Name] = plainNumbers(property.Value)
	}
	return original
}

// nestedAgain reads an object that a column holds as JSON; nil when it is none.
func nestedAgain(value any) map[string]any {
	text, ok := value.(json.RawMessage)
	if !ok {
		text = json.RawMessage(valueText(value))
	}
	decoded, err := decodeExactly(text)
	if err != nil {
		return nil
	}
	nested, _ := plainNumbers(decoded).(map[string]any)
	return nested
}

// maxFloatDigits is how many digits a program needs at most to write a float64 so that it is read again as that.
const maxFloatDigits = 17

// plainNumbers writes decimals, also within lists and objects, as short as they can be without becoming another
// float64, so that 22.948992992837251 and 22.94899299283725 are no change. Whole numbers keep every digit, since ids may
// be longer than a float64 can tell apart; so do decimals that no float64 is written as.
func plainNumbers(value any) any {
	switch value := value.(type) {
	case json.Number:
		return plainNumber(value)
	case json.RawMessage:
		if decoded, err := decodeExactly(value); err == nil {
			return plainNumbers(decoded)
		}
	case map[string]any:
		for name, member := range value {
			value[name] = plainNumbers(member)
		}
	case []any:
		for i, member := range value {
			value[i] = plainNumbers(member)
		}
	}
	return value
}

func plainNumber(number json.Number) json.Number {
	mantissa, _, _ := strings.Cut(strings.ToLower(number.String()), "e")
	digits := strings.Trim(strings.Replace(strings.TrimLeft(mantissa, "-"), ".", "", 1), "0")
	float, err := number.Float64()
	const exact = 1 << 53 // beyond, whole numbers are further than 1 apart
	if err != nil || len(digits) > maxFloatDigits || math.Abs(float) >= exact || !strings.ContainsAny(number.String(), ".eE") {
		return number
	}
	short, err := json.Marshal(float)
	if err != nil {
		return number
	}
	return json.Number(short)
}

// decodeExactly reads JSON with every digit of its numbers.
func decodeExactly(text []byte) (value any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	err = decoder.Decode(&value)
	return value, err
}
