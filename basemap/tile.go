package basemap

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"backstreet/rectify"
)

// Place of a tile, counted from the north-west.
type Place struct{ Z, X, Y int }

// Tile is a picture.
type Tile struct {
	ContentType string
	Body        []byte
}

// maxTileBytes is far above any picture of 512 pixels.
const maxTileBytes = 2 << 20

// pictures are what a tile may be, whatever its service calls it: nothing else leaves our origin.
var pictures = []string{"image/png", "image/jpeg", "image/webp", "image/gif"}

// ErrUnreachable says that a tile's service gave no picture.
var ErrUnreachable = errors.New("the base map's service gave no tile")

// Tile fetches one from its service. Without such a layer or place it is rectify.ErrNotFound, as it is when the service
// has no such tile; else, when the service fails, ErrUnreachable. No error tells the service's address, which may hold a key.
func (c *Catalogue) Tile(ctx context.Context, group, layer string, at Place) (Tile, error) {
	address, source, ok := c.layer(group, layer)
	side := 1 << min(max(at.Z, 0), maxZoom)
	if !ok || at.Z < source.MinZoom || at.Z > source.MaxZoom || at.X < 0 || at.Y < 0 || at.X >= side || at.Y >= side {
		return Tile{}, rectify.ErrNotFound
	}
	tile, err := c.fetch(ctx, at.in(address))
	if err != nil {
		return Tile{}, fmt.Errorf("base map %s/%s at %d/%d/%d: %w", group, layer, at.Z, at.X, at.Y, err)
	}
	return tile, nil
}

func (c *Catalogue) fetch(ctx context.Context, address string) (Tile, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return Tile{}, ErrUnreachable
	}
	request.Header.Set("User-Agent", "Backstreet")
	response, err := c.client.Do(request)
	if err != nil {
		return Tile{}, fmt.Errorf("%w: %w", ErrUnreachable, withoutAddress(err))
	}
	defer func() { _ = response.Body.Close() }() // it was read
	switch response.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound, http.StatusNoContent:
		return Tile{}, rectify.ErrNotFound
	default:
		return Tile{}, fmt.Errorf("%w: status %d", ErrUnreachable, response.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxTileBytes+1))
	if err != nil {
		return Tile{}, fmt.Errorf("%w: %w", ErrUnreachable, withoutAddress(err))
	}
	kind := http.DetectContentType(body)
	if len(body) > maxTileBytes || !slices.Contains(pictures, kind) {
		return Tile{}, fmt.Errorf("%w: %d bytes of %s", ErrUnreachable, len(body), kind)
	}
	return Tile{ContentType: kind, Body: body}, nil
}

// withoutAddress is the cause of a failed request alone.
func withoutAddress(err error) error {
	if failed, ok := errors.AsType[*url.Error](err); ok {
		return failed.Err
	}
	return err
}

func (p Place) in(address string) string {
	return strings.NewReplacer("{z}", strconv.Itoa(p.Z), "{x}", strconv.Itoa(p.X), "{y}", strconv.Itoa(p.Y)).Replace(address)
}
