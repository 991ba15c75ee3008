package demo

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image/jpeg"
	"sync"

	"backstreet/importer/demo/scene"
	"backstreet/rectify"
)

// album holds the few pictures there are. Everything is drawn; no picture shows a real place.
type album struct {
	pictures []picture // of each scene the one before the work and the one after it
	bySum    map[string][]byte
}

type picture struct {
	jpeg   []byte
	sha256 string
}

// placesShown says how many places of each kind there are, in their order.
var placesShown = [...]int{scene.Lane: 4, scene.Wall: 5, scene.Gate: 3, scene.Bikes: 3, scene.Cars: 2}

// onceDrawn is the album, which is the same for every district.
var onceDrawn = sync.OnceValues(newAlbum)

// newAlbum draws all places before and after the work.
func newAlbum() (album, error) {
	a := album{bySum: map[string][]byte{}}
	for of, places := range placesShown {
		for place := range places {
			for _, done := range []bool{false, true} {
				var encoded bytes.Buffer
				if err := jpeg.Encode(&encoded, scene.Draw(scene.Kind(of), place, done), &jpeg.Options{Quality: 72}); err != nil {
					return album{}, fmt.Errorf("draw a photo: %w", err)
				}
				sum := sha256.Sum256(encoded.Bytes())
				p := picture{encoded.Bytes(), hex.EncodeToString(sum[:])}
				a.pictures = append(a.pictures, p)
				a.bySum[p.sha256] = p.jpeg
			}
		}
	}
	return a, nil
}

// take is the picture of a batch's place, before or after the work.
func (a album) take(b *batch, done bool) picture {
	of := sceneOf(b)
	first := 0
	for _, places := range placesShown[:of] {
		first += places
	}
	at := 2 * (first + int(b.number%uint64(placesShown[of])))
	if done {
		at++
	}
	return a.pictures[at]
}

func sceneOf(b *batch) scene.Kind {
	switch {
	case b.kind == rectify.KindCompound:
		return scene.Gate
	case b.kind == rectify.KindPaintedWall:
		return scene.Wall
	case b.kind == rectify.KindBerth && b.things[0].attributes["berth_class"] == "motor":
		return scene.Cars
	case b.kind == rectify.KindBerth:
		return scene.Bikes
	}
	return scene.Lane
}
