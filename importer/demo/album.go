package demo

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
)

// album holds the few pictures there are and which photo shows which.
type album struct {
	pictures []picture
	shown    map[string]int // photo uid: place in pictures
}

type picture struct {
	jpeg   []byte
	sha256 string
}

// Half of the variants show a lane with a grey wall, the other half the same lanes with it painted.
const lanesShown = 6

func newAlbum() (album, error) {
	a := album{shown: map[string]int{}}
	for variant := range 2 * lanesShown {
		var encoded bytes.Buffer
		if err := jpeg.Encode(&encoded, drawLane(variant%lanesShown, variant >= lanesShown), &jpeg.Options{Quality: 70}); err != nil {
			return album{}, fmt.Errorf("draw photo %d: %w", variant, err)
		}
		sum := sha256.Sum256(encoded.Bytes())
		a.pictures = append(a.pictures, picture{encoded.Bytes(), hex.EncodeToString(sum[:])})
	}
	return a, nil
}

// take assigns a picture to a photo.
func (a album) take(uid string, lane int, painted bool) picture {
	variant := lane % lanesShown
	if painted {
		variant += lanesShown
	}
	a.shown[uid] = variant
	return a.pictures[variant]
}

func (a album) image(uid string) []byte {
	variant, known := a.shown[uid]
	if !known {
		return nil
	}
	return a.pictures[variant].jpeg
}

// drawLane looks along a lane with a wall on the left and houses on the right.
func drawLane(lane int, painted bool) image.Image {
	const wide, high, horizon = 480, 360, 150
	img := image.NewRGBA(image.Rect(0, 0, wide, high))
	vanish := 220 + 14*lane
	for y := range high {
		for x := range wide {
			img.SetRGBA(x, y, laneColour(x-vanish, y-horizon, lane, painted))
		}
	}
	return img
}

// laneColour is that of the pixel right of and below the vanishing point.
func laneColour(x, y, lane int, painted bool) color.RGBA {
	shade := func(c color.RGBA, by int) color.RGBA {
		part := func(v uint8) uint8 { return uint8(min(255, max(0, int(v)+by))) }
		return color.RGBA{part(c.R), part(c.G), part(c.B), 255}
	}
	distance := max(x, -x) / 8
	switch {
	case y > 0 && max(x, -x) < y*9/8:
		return shade(color.RGBA{120, 120, 124, 255}, y/6)
	case x < 0 && -y < -x*4/10:
		wall := color.RGBA{128, 126, 122, 255}
		if painted {
			wall = []color.RGBA{
				{226, 196, 140, 255},
				{206, 216, 200, 255},
				{220, 176, 150, 255},
				{232, 226, 206, 255},
				{180, 204, 220, 255},
				{236, 210, 170, 255},
			}[lane%lanesShown]
		} else if (x*7+y*13)%97 < 9 { // plaster that came off
			wall = color.RGBA{96, 88, 82, 255}
		}
		return shade(wall, distance/2-10)
	case x > 0 && -y < x*6/10:
		return shade(color.RGBA{168, 120, 98, 255}, distance/3-(y/14%2)*10)
	}
	return shade(color.RGBA{176, 200, 222, 255}, -y/6)
}
