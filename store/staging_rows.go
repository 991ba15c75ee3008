package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"backstreet/rectify"
)

// row makes the staged row of a record. A record with a fault is staged without what it brings.
func (g *staging) row(record rectify.Staged) ([]any, *rectify.Fate) {
	attributes, err := g.attributes(record)
	if err == nil {
		err = checkText(record)
	}
	if err == nil && record.Geom == nil {
		err = &rectify.Invalid{Field: "geometry", Rule: rectify.FaultInvalidGeometry, Message: "there is none"}
	}
	var invalid *rectify.Invalid
	if errors.As(err, &invalid) {
		return quarantinedRow(record), refusedFate(record, invalid)
	}
	return []any{
		record.Row, uidBytes(record.UID), [16]byte(uuid.Must(uuid.NewV7())), optional(record.Ref), optional(record.Key), record.Name,
		string(importedStatus(record.Status)), attributes, record.Geom, record.SRID, true,
	}, nil
}

func quarantinedRow(record rectify.Staged) []any {
	return []any{
		record.Row, uidBytes(record.UID), nil, optional(cleanText(record.Ref)), optional(cleanText(record.Key)), "", "", nil, nil, 0, false,
	}
}

// attributes gives them as JSON, checked by the kind's schema.
func (g *staging) attributes(record rectify.Staged) ([]byte, error) {
	if record.Attributes == nil {
		record.Attributes = map[string]any{}
	}
	body, err := json.Marshal(record.Attributes)
	switch {
	case err != nil:
		return nil, &rectify.Invalid{Field: "attributes", Rule: "json", Message: err.Error()}
	case bytes.Contains(body, []byte(`\u0000`)):
		return nil, &rectify.Invalid{Field: "attributes", Rule: "zero_byte", Message: "a text holds a zero byte, which is no character"}
	}
	return body, validateStored(g.kind, record.Attributes, body)
}

// checkText refuses what PostgreSQL cannot keep as text, and a uid that is none.
func checkText(record rectify.Staged) error {
	for _, field := range [][2]string{{"ref", record.Ref}, {"name", record.Name}, {"key", record.Key}} {
		if text := field[1]; cleanText(text) != text {
			return &rectify.Invalid{Field: field[0], Rule: "text", Message: "the text holds bytes that are no characters; say which encoding the file has"}
		}
	}
	if _, err := uuid.Parse(record.UID); record.UID != "" && err != nil {
		return &rectify.Invalid{Field: "uid", Rule: "uuid", Message: "this is no UUID; leave the column out"}
	}
	return nil
}

func cleanText(text string) string {
	if !strings.ContainsRune(text, 0) && utf8.ValidString(text) {
		return text
	}
	return strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", "")
}

// refusedFate tells the report what was refused and why.
func refusedFate(record rectify.Staged, invalid *rectify.Invalid) *rectify.Fate {
	fate := &rectify.Fate{
		Row: record.Row, Ref: cleanText(record.Ref), Fate: rectify.FateQuarantined, Code: rectify.FaultBadAttribute,
		Reason: invalid.Error(),
	}
	if invalid.Rule == rectify.FaultInvalidGeometry {
		fate.Code = rectify.FaultInvalidGeometry
	}
	if name, ok := strings.CutPrefix(invalid.Field, "attributes."); ok {
		name, _, _ = strings.Cut(name, ".")
		if value, ok := record.Attributes[name]; ok {
			fate.Value = shortened(cleanText(fmt.Sprint(value)))
		}
	}
	return fate
}

// maxValueRunes keeps a whole document out of a report's line.
const maxValueRunes = 120

func shortened(text string) string {
	runes := 0
	for i := range text {
		if runes == maxValueRunes {
			return text[:i] + "…"
		}
		runes++
	}
	return text
}

// importedStatus is what a file may say of a new feature; anything else starts from the beginning.
func importedStatus(status rectify.Status) rectify.Status {
	switch status {
	case rectify.Compliant, rectify.Listed, rectify.Void:
		return status
	}
	return rectify.Unsurveyed
}

// uidBytes is a uid as COPY takes it at once; as text it would be tried in vain first. What is no uid is none.
func uidBytes(text string) any {
	if uid, err := uuid.Parse(text); err == nil {
		return [16]byte(uid)
	}
	return nil
}

func optional(text string) any {
	if text == "" {
		return nil
	}
	return text
}
