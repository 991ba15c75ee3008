package rectify

import (
	"fmt"
	"time"
)

// Day is a calendar day in Asia/Shanghai, as days since 1970-01-01. The zero Day means none, so
// that day itself cannot be named; no deadline of ours lies there.
type Day int32

const dayLayout = "2006-01-02"

// shanghai is a fixed zone, so that no machine needs tzdata: China has had no summer time since 1991.
var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// DayOf gives the day on which t falls in Asia/Shanghai; none for the zero time.
func DayOf(t time.Time) Day {
	if t.IsZero() {
		return 0
	}
	const secondsPerDay = 24 * 60 * 60
	_, offset := t.In(shanghai).Zone()
	seconds := t.Unix() + int64(offset)
	days := seconds / secondsPerDay
	if seconds%secondsPerDay < 0 {
		days-- // division truncates; days before 1970 must round down
	}
	return Day(days)
}

// ParseDay reads "2022-08-30". The empty text is no day.
func ParseDay(text string) (Day, error) {
	if text == "" {
		return 0, nil
	}
	t, err := time.ParseInLocation(dayLayout, text, shanghai)
	if err != nil {
		return 0, &Invalid{Rule: "day", Message: fmt.Sprintf("%q is not a day; write it like 2022-08-30", text)}
	}
	return DayOf(t), nil
}

// Time is the first instant of the day in Asia/Shanghai; the zero time for none.
func (d Day) Time() time.Time {
	if d == 0 {
		return time.Time{}
	}
	return time.Date(1970, 1, 1+int(d), 0, 0, 0, 0, shanghai)
}

// IsZero reports whether there is no day; encoding/json's omitzero asks it.
func (d Day) IsZero() bool { return d == 0 }

// String writes the day like 2022-08-30, and none as the empty text.
func (d Day) String() string {
	if d == 0 {
		return ""
	}
	return d.Time().Format(dayLayout)
}

// MarshalText makes JSON carry "2022-08-30", and "" for none.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText is the inverse of MarshalText; what it refuses is ErrInvalid.
func (d *Day) UnmarshalText(text []byte) error {
	day, err := ParseDay(string(text))
	if err != nil {
		return err
	}
	*d = day
	return nil
}
