package rectify_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"backstreet/rectify"
)

func TestDayTurnsAtMidnightInShanghai(t *testing.T) {
	t.Parallel()
	tests := []struct{ instant, want string }{
		{"2022-08-30T15:59:59Z", "2022-08-30"},
		{"2022-08-30T16:00:00Z", "2022-08-31"},
		{"2022-08-31T00:00:00+08:00", "2022-08-31"},
		{"2024-02-28T16:00:00Z", "2024-02-29"},
		{"1969-12-30T15:00:00Z", "1969-12-30"},
		{"1969-12-30T16:00:00Z", "1969-12-31"},
	}
	for _, test := range tests {
		instant, err := time.Parse(time.RFC3339, test.instant)
		if err != nil {
			t.Fatal(err)
		}
		day := rectify.DayOf(instant)
		if day.String() != test.want {
			t.Errorf("%s is %s, want %s", test.instant, day, test.want)
		}
		if rectify.DayOf(day.Time()) != day {
			t.Errorf("%s does not begin on itself", day)
		}
	}
}

func TestDayInJSON(t *testing.T) {
	t.Parallel()
	var form struct {
		Due    rectify.Day `json:"due"`
		Review rectify.Day `json:"review"`
		Listed rectify.Day `json:"listed,omitzero"`
	}
	if err := json.Unmarshal([]byte(`{"due": "2022-08-30", "review": null, "listed": ""}`), &form); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(form)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"due":"2022-08-30","review":""}`; string(text) != want {
		t.Errorf("got %s, want %s", text, want)
	}
	for _, wrong := range []string{`{"due": "30.8.2022"}`, `{"due": "2022-02-30"}`} {
		if err := json.Unmarshal([]byte(wrong), &form); !errors.Is(err, rectify.ErrInvalid) {
			t.Errorf("%s: %v, want ErrInvalid", wrong, err)
		}
	}
}
