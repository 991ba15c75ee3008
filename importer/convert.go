package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"strings"

	"backstreet/geo"
	"backstreet/rectify"
)

// converter makes Staged of Records, or says why not.
type converter struct {
	kind     rectify.Kind
	crs      crs
	mapping  mapping
	codes    *codeTable // of areas, nil without --codes
	columns  []rectify.ImportColumn
	mapped   map[string]bool // columns that are attributes now
	rows     map[string]int  // key: the row that has it
	fates    []Fate
	notGone  []Staged
	read     int
	faulty   int
	flat     int // records whose third coordinate was left out
	unknowns int // records without what their quantity is counted by
	coded    int // areas that got their code from the table
}

func newConverter(kind rectify.Kind, c crs, m mapping) *converter {
	v := &converter{kind: kind, crs: c, mapping: m, mapped: map[string]bool{}, rows: map[string]int{}}
	for _, column := range m.columns {
		v.mapped[column] = true
	}
	return v
}

// convert answers ok false for a record that was quarantined.
func (v *converter) convert(record Record) (staged Staged, ok bool) {
	v.read++
	staged = v.identity(record)
	closed, fault := v.fill(&staged, record)
	if fault == nil {
		fault = v.claim(&staged)
	}
	if fault == nil {
		if closed > 0 {
			v.fates = append(v.fates, ringsClosed(&staged, closed))
		}
		return staged, true
	}
	if staged.Key == "" && staged.Geom != nil {
		staged.Key = geometryKey(staged.Geom) // what lies there is not gone
	}
	v.faulty++
	v.fates = append(v.fates, Fate{Row: record.Row, Ref: firstOf(staged.Ref, staged.Key), Fate: FateQuarantined, Code: fault.Code, Reason: fault.Reason, Value: fault.Value})
	if staged.UID != "" || staged.Key != "" {
		v.notGone = append(v.notGone, Staged{Row: record.Row, UID: staged.UID, Ref: staged.Ref, Key: staged.Key})
	}
	return Staged{}, false
}

func (v *converter) identity(record Record) Staged {
	staged := Staged{Row: record.Row, Ref: valueText(v.mapping.value(record, "ref"))}
	if uid := valueText(v.mapping.value(record, "uid")); uuid.MatchString(uid) {
		staged.UID = uid
	}
	// The uid goes before a key: in a file of ours, another record's ref may be this one's id.
	staged.Key = firstOf(staged.Ref, staged.UID, valueText(v.mapping.value(record, "key")))
	if v.kind.Key == KindArea {
		v.code(&staged, record)
	}
	return staged
}

// fill also counts the rings that it had to close.
func (v *converter) fill(staged *Staged, record Record) (closed int, fault *Fault) {
	if record.Fault != nil {
		return 0, record.Fault
	}
	if fault := damagedText(record.Properties); fault != nil {
		return 0, fault
	}
	if record.Geom == nil {
		return 0, faultf(CodeNullGeometry, "", "the record has no geometry")
	}
	c, fault := v.crsFor(record)
	if fault != nil {
		return 0, fault
	}
	if staged.Geom, closed, fault = shapeFor(v.kind.GeometryTypes, record.Geom, c); fault != nil {
		return 0, fault
	}
	staged.SRID = c.srid
	if record.HasZ {
		v.flat++
	}
	staged.Name = valueText(v.mapping.value(record, "name"))
	if fault := v.attributes(staged, record); fault != nil {
		return 0, fault
	}
	v.status(staged, record)
	return closed, nil
}

func (v *converter) crsFor(record Record) (crs, *Fault) {
	if record.CRS == "" {
		return v.crs, nil
	}
	c, err := crsNamed(record.CRS)
	if err != nil {
		return crs{}, faultf(CodeBadCRS, record.CRS, "%v", err)
	}
	c.swap = v.crs.swap
	if bound := geo.BoundOf(record.Geom); !bound.IsEmpty() {
		x, y := bound.Min[0], bound.Min[1]
		if c.swap {
			x, y = y, x
		}
		if problem := misfit(c, x, y); problem != "" {
			return crs{}, faultf(CodeBadCRS, fmt.Sprintf("%g, %g", x, y), "the record says that it is in %s, but %s", c.name, problem)
		}
	}
	return c, nil
}

func (v *converter) attributes(staged *Staged, record Record) *Fault {
	staged.Attributes = map[string]any{}
	for name, a := range v.mapping.schema.attributes {
		value, fault := a.parse(v.mapping.value(record, name))
		if fault != nil {
			return fault
		}
		if value != nil {
			staged.Attributes[name] = value
		}
	}
	if v.kind.Key == KindContext {
		classFromTags(record, staged.Attributes)
	}
	if level := codeLevel(staged.Ref); v.kind.Key == KindArea && level != "" && staged.Attributes["level"] == nil {
		staged.Attributes["level"] = string(level)
	}
	for _, name := range v.mapping.schema.required {
		if staged.Attributes[name] == nil {
			return faultf(CodeRequired, "", "%s is not known; name its column with --map %s=COLUMN, or give all the same with --map %s==VALUE", name, name, name)
		}
	}
	if v.kind.Key == KindArea || v.kind.Key == KindContext {
		return nil
	}
	if staged.UID != "" {
		for name, value := range nestedAgain(record.Properties.Get(exportedAttributes)) {
			if _, known := v.mapping.schema.attributes[name]; !known {
				staged.Attributes[name] = value
			}
		}
	}
	if original := v.original(record, staged.UID != ""); len(original) > 0 {
		staged.Attributes[OriginalAttribute] = original
	}
	if v.kind.QuantityRule == rectify.QuantityCapacity && staged.Attributes["capacity"] == nil {
		v.unknowns++
		v.fates = append(v.fates, warning(staged, CodeMissingQuantity, "capacity is not known; it counts 0", ""))
	}
	return nil
}

// status takes no more than a first judgement; the rest is reached by work.
func (v *converter) status(staged *Staged, record Record) {
	text := valueText(v.mapping.value(record, "status"))
	status, known := statusWord(text)
	switch {
	case text == "" || status == rectify.Unsurveyed:
	case status == rectify.Compliant || status == rectify.Listed || status == rectify.Void:
		staged.Status = status
	case staged.UID == "":
		reason := "a file cannot bring this status: it is reached by work"
		if !known {
			reason = "there is no such status"
		}
		v.fates = append(v.fates, warning(staged, CodeStatusNotTaken, reason, shorten(text)))
	}
}

// warning is the fate of a record that is taken although something is missing.
func warning(staged *Staged, code, reason, value string) Fate {
	return Fate{Row: staged.Row, Ref: firstOf(staged.Ref, staged.Key), Fate: FateWarned, Code: code, Reason: reason, Value: value}
}

// ringsClosed is the fate of a record some of whose rings the file left open.
func ringsClosed(staged *Staged, rings int) Fate {
	return Fate{
		Row: staged.Row, Ref: firstOf(staged.Ref, staged.Key), Fate: FateRepaired, Code: CodeRingClosed,
		Reason: fmt.Sprintf("rings that do not end where they begin were closed with a straight line: %d", rings),
	}
}

// claim gives a record without ref the hash of its geometry for a key, and sees that no other record has it.
func (v *converter) claim(staged *Staged) *Fault {
	code, what := CodeDuplicateRef, "the ref"
	if staged.Key == "" {
		staged.Key = geometryKey(staged.Geom)
		code, what = CodeDuplicateGeometry, "the geometry"
	}
	if first, twice := v.rows[staged.Key]; twice {
		return faultf(code, staged.Key, "%s is already that of record %d", what, first)
	}
	v.rows[strings.Clone(staged.Key)] = staged.Row // the key itself keeps all of its record in memory
	return nil
}

// geometryKey is the same for the same place: rounded to 1e-9 of a degree or a metre, so that a program that writes
// fewer digits does not make a new thing of it.
func geometryKey(g geo.Geometry) string {
	rounded := geo.Transform(g, func(p geo.Point) geo.Point {
		return geo.Point{math.Round(p[0]*1e9) / 1e9, math.Round(p[1]*1e9) / 1e9}
	})
	sum := sha256.Sum256(fmt.Append(nil, rounded))
	return "geom-" + hex.EncodeToString(sum[:8])
}
