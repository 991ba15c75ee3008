package demo

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image/jpeg"
	"sync"

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

// scene is what a picture shows; places of the same scene differ.
type scene int

const (
	sceneLane scene = iota
	sceneWall
	sceneGate
	sceneBikes
	sceneCars
)

// sceneCounts says how many places of each scene there are, in their order.
var sceneCounts = [...]int{sceneLane: 4, sceneWall: 5, sceneGate: 3, sceneBikes: 3, sceneCars: 2}

// onceDrawn is the album, which is the same for every district.
var onceDrawn = sync.OnceValues(newAlbum)

// newAlbum draws all places before and after the work.
func newAlbum() (album, error) {
	a := album{bySum: map[string][]byte{}}
	for of, places := range sceneCounts {
		for place := range places {
			for _, done := range []bool{false, true} {
				var encoded bytes.Buffer
				if err := jpeg.Encode(&encoded, drawScene(scene(of), place, done), &jpeg.Options{Quality: 72}); err != nil {
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
	for _, places := range sceneCounts[:of] {
		first += places
	}
	at := 2 * (first + int(b.number%uint64(sceneCounts[of])))
	if done {
		at++
	}
	return a.pictures[at]
}

func sceneOf(b *batch) scene {
	switch {
	case b.kind == rectify.KindCompound:
		return sceneGate
	case b.kind == rectify.KindPaintedWall:
		return sceneWall
	case b.kind == rectify.KindBerth && b.things[0].attributes["berth_class"] == "motor":
		return sceneCars
	case b.kind == rectify.KindBerth:
		return sceneBikes
	}
	return sceneLane
}
