package basemap

import (
	"cmp"
	"net/http"
	"strings"
	"time"
)

// Source is a base map that a browser may show.
type Source struct {
	ID          string // in addresses
	Name        string
	NameEN      string   // empty: as Name
	Attribution string   // to be shown on the map, as its owner asks
	CRS         string   // wgs84 or gcj02
	Tiles       []string // paths with {z}, {x} and {y}, the lowest layer first; none for an archive
	File        string   // path of a PMTiles archive
	MinZoom     int
	MaxZoom     int
}

// Options of a catalogue.
type Options struct {
	// Dir holds *.pmtiles; beside it, in a file of the same name ending in .json, are the services. Neither needs to exist.
	Dir string
	// TiandituKey is a server's key; without it Tianditu is not offered.
	TiandituKey string
	// TiandituURL is where a network has its own copy of the service; empty for the public one.
	TiandituURL string
}

// Path is where the catalogue is reached; the paths of its sources begin so.
const Path = "/basemap"

// Catalogue of base maps. The zero value offers none. Its methods may be called at the same time.
type Catalogue struct {
	dir      string
	services []service
	client   *http.Client
}

// service is a source with what its layers are fetched from.
type service struct {
	Source
	group  string            // first part of its tiles' paths
	layers map[string]string // address by name
}

// Open reads the configuration. It fails with a sentence for the operator when that is wrong.
func Open(o Options) (*Catalogue, error) {
	c := &Catalogue{dir: o.Dir, client: newClient()}
	configured, err := readServices(o.Dir + ".json")
	if err != nil {
		return nil, err
	}
	c.services = append(c.services, configured...)
	if o.TiandituKey != "" {
		c.services = append(c.services, tianditu(cmp.Or(o.TiandituURL, tiandituURL), o.TiandituKey)...)
	}
	return c, nil
}

// Sources lists what is offered now: an archive counts from when it is laid into the directory.
func (c *Catalogue) Sources() ([]Source, error) {
	var sources []Source
	for _, s := range c.services {
		sources = append(sources, s.Source)
	}
	archives, err := c.archives()
	return append(sources, archives...), err
}

// layer gives the address of a layer's tiles.
func (c *Catalogue) layer(group, name string) (address string, source Source, ok bool) {
	for _, s := range c.services {
		if address, ok := s.layers[name]; ok && s.group == group {
			return address, s.Source, true
		}
	}
	return "", Source{}, false
}

// newService makes a service whose layers come in the order given.
func newService(source Source, group string, layers ...[2]string) service {
	s := service{Source: source, group: group, layers: map[string]string{}}
	for _, layer := range layers {
		s.layers[layer[0]] = layer[1]
		s.Tiles = append(s.Tiles, strings.Join([]string{Path, group, layer[0], "{z}", "{x}", "{y}"}, "/"))
	}
	return s
}

func newClient() *http.Client {
	return &http.Client{
		Timeout: 10 * time.Second,
		// A service that sends us elsewhere is not the one that the operator named.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, MaxConnsPerHost: 16, MaxIdleConnsPerHost: 16, IdleConnTimeout: time.Minute,
		},
	}
}
