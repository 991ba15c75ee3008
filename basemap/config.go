package basemap

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"regexp"
	"strings"
)

const (
	wgs84 = "wgs84"
	gcj02 = "gcj02"
	// maxZoom is the highest of a service's zooms that is asked for.
	maxZoom = 22
)

// configured is a tile service as the operator writes it.
type configured struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	NameEN      string `json:"name_en"`
	URL         string `json:"url"` // with {z}, {x} and {y}
	CRS         string `json:"crs"` // wgs84 when it is left out
	Attribution string `json:"attribution"`
	MinZoom     int    `json:"min_zoom"`
	MaxZoom     int    `json:"max_zoom"` // 18 when it is left out
}

// idPattern is what an id may be: it is a part of addresses.
var idPattern = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,31}$`)

// readServices reads the file of services; without one there are none.
func readServices(file string) ([]service, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read base maps: %w", err)
	}
	var entries []configured
	if err := json.Unmarshal(text, &entries); err != nil {
		return nil, fmt.Errorf("read base maps: %s must hold a JSON list of services: %w", file, err)
	}
	var services []service
	seen := map[string]bool{tiandituGroup: true, filesGroup: true}
	for i, entry := range entries {
		s, err := entry.service()
		if err == nil && seen[entry.ID] {
			err = fmt.Errorf("the id %q is taken", entry.ID)
		}
		if err != nil {
			return nil, fmt.Errorf("read base maps: entry %d of %s: %w", i+1, file, err)
		}
		seen[entry.ID] = true
		services = append(services, s)
	}
	return services, nil
}

func (c configured) service() (s service, err error) {
	if c.CRS == "" {
		c.CRS = wgs84
	}
	if c.MaxZoom == 0 {
		c.MaxZoom = 18
	}
	address, err := url.Parse(c.URL)
	switch {
	case !idPattern.MatchString(c.ID):
		return s, fmt.Errorf("the id %q must be of small letters, digits, - and _", c.ID)
	case c.Name == "":
		return s, errors.New("give a name")
	case err != nil || address.Host == "" || address.Scheme != "http" && address.Scheme != "https":
		return s, errors.New("the url must begin with http:// or https:// and name a host")
	case !strings.Contains(c.URL, "{z}") || !strings.Contains(c.URL, "{x}") || !strings.Contains(c.URL, "{y}"):
		return s, errors.New("the url must contain {z}, {x} and {y}")
	case c.CRS != wgs84 && c.CRS != gcj02:
		return s, fmt.Errorf("crs is %q: give wgs84 or gcj02", c.CRS)
	case c.MinZoom < 0 || c.MaxZoom > maxZoom || c.MinZoom > c.MaxZoom:
		return s, fmt.Errorf("zooms go from 0 to %d", maxZoom)
	}
	return newService(Source{
		ID: c.ID, Name: c.Name, NameEN: c.NameEN, Attribution: c.Attribution, CRS: c.CRS, MinZoom: c.MinZoom, MaxZoom: c.MaxZoom,
	}, c.ID, [2]string{"map", c.URL}), nil
}

const (
	tiandituGroup = "tianditu"
	tiandituURL   = "https://t0.tianditu.gov.cn"
)

// tianditu are its three maps in web mercator, each with its layer of names. CGCS2000 is WGS 84 to a decimetre.
func tianditu(base, key string) []service {
	layer := func(name string) [2]string {
		query := url.Values{
			"SERVICE": {"WMTS"}, "REQUEST": {"GetTile"}, "VERSION": {"1.0.0"}, "LAYER": {name}, "STYLE": {"default"},
			"TILEMATRIXSET": {"w"}, "FORMAT": {"tiles"}, "tk": {key},
		}
		// The places keep their braces, which an encoded query would not.
		return [2]string{name, base + "/" + name + "_w/wmts?" + query.Encode() + "&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"}
	}
	of := func(id, name, nameEN, lower, upper string) service {
		return newService(Source{
			ID: id, Name: name, NameEN: nameEN, Attribution: "天地图", CRS: wgs84, MinZoom: 1, MaxZoom: 18,
		}, tiandituGroup, layer(lower), layer(upper))
	}
	return []service{
		of("tianditu-vec", "天地图 矢量", "Tianditu streets", "vec", "cva"),
		of("tianditu-img", "天地图 影像", "Tianditu imagery", "img", "cia"),
		of("tianditu-ter", "天地图 地形", "Tianditu terrain", "ter", "cta"),
	}
}
