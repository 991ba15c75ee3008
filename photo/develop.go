package photo

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"

	"backstreet/rectify"
)

const (
	// MaxPixels is the largest image that is decoded: 50 million pixels take up to 400 MB.
	MaxPixels = 50_000_000
	// ThumbPixels is the longer side of a thumbnail.
	ThumbPixels = 480

	thumbQuality  = 80
	turnedQuality = 92 // of a photo that had to be encoded anew to stand upright
)

// developed is a photo as it is stored.
type developed struct {
	Stored
	original, thumb []byte
}

// format is one of the image types taken in.
type format struct {
	contentType string
	config      func(captured []byte) (image.Config, error) // the size of what decode would make
	decode      func(captured []byte) (image.Image, error)
	strip       func(captured []byte) (stripped []byte, found exif, err error)
}

var formats = []format{
	{
		contentType: "image/jpeg",
		config:      func(b []byte) (image.Config, error) { return jpeg.DecodeConfig(bytes.NewReader(b)) },
		decode:      func(b []byte) (image.Image, error) { return jpeg.Decode(bytes.NewReader(b)) },
		strip:       stripJPEG,
	},
	{
		contentType: "image/png",
		config:      func(b []byte) (image.Config, error) { return png.DecodeConfig(bytes.NewReader(b)) },
		decode:      func(b []byte) (image.Image, error) { return png.Decode(bytes.NewReader(b)) },
		strip:       stripPNG,
	},
	{
		contentType: "image/webp",
		config:      webpConfig,
		decode:      func(b []byte) (image.Image, error) { return webp.Decode(bytes.NewReader(b)) },
		strip:       stripWebP,
	},
}

// sniffed is how many bytes sniff needs to see.
const sniffed = 12

// sniff tells the type by the first bytes; what is none of ours is "application/octet-stream".
func sniff(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return "image/jpeg"
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		return "image/png"
	case len(head) >= sniffed && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return "image/webp"
	}
	return "application/octet-stream"
}

// develop makes of a captured photo what is stored.
func develop(captured []byte) (developed, error) {
	contentType := sniff(captured)
	for _, f := range formats {
		if f.contentType == contentType {
			return f.develop(captured)
		}
	}
	return developed{}, &rectify.Invalid{Rule: "photo_type", Message: "this is no JPEG, PNG or WebP image; convert it before it is captured"}
}

func (f format) develop(captured []byte) (developed, error) {
	config, err := f.config(captured)
	if err != nil {
		return developed{}, damaged(err)
	}
	if config.Width <= 0 || config.Height <= 0 || config.Width > MaxPixels/config.Height {
		return developed{}, &rectify.Invalid{Rule: "photo_pixels", Message: fmt.Sprintf(
			"%d × %d pixels are too many; at most %d million are taken", config.Width, config.Height, MaxPixels/1_000_000)}
	}
	picture, err := f.decode(captured)
	if err != nil {
		return developed{}, damaged(err)
	}
	stripped, found, err := f.strip(captured)
	if err != nil {
		return developed{}, damaged(err)
	}
	if found.orientation > 1 {
		picture = upright(picture, found.orientation)
		if stripped, err = f.encode(picture, found); err != nil {
			return developed{}, err
		}
	}
	thumb, err := thumbnail(picture)
	if err != nil {
		return developed{}, err
	}
	size := picture.Bounds().Size()
	return developed{original: stripped, thumb: thumb, Stored: Stored{
		ContentType: sniff(stripped), Bytes: int64(len(stripped)), Width: size.X, Height: size.Y,
	}}, nil
}

// encode writes a turned photo: PNG stays PNG, the others become JPEG (there is no WebP encoder here).
func (f format) encode(picture image.Image, found exif) ([]byte, error) {
	var out bytes.Buffer
	if f.contentType == "image/png" {
		err := png.Encode(&out, picture)
		return out.Bytes(), err
	}
	if err := jpeg.Encode(&out, onWhite(picture), &jpeg.Options{Quality: turnedQuality}); err != nil {
		return nil, fmt.Errorf("encode upright: %w", err)
	}
	return rewriteJPEG(out.Bytes(), found)
}

// thumbnail is the picture small; a small picture is not made larger.
func thumbnail(picture image.Image) ([]byte, error) {
	size := picture.Bounds().Size()
	longer := max(size.X, size.Y)
	if longer > ThumbPixels {
		size.X, size.Y = max(1, size.X*ThumbPixels/longer), max(1, size.Y*ThumbPixels/longer)
	}
	small := image.NewRGBA(image.Rectangle{Max: size})
	draw.Draw(small, small.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.BiLinear.Scale(small, small.Bounds(), picture, picture.Bounds(), draw.Over, nil)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, small, &jpeg.Options{Quality: thumbQuality}); err != nil {
		return nil, fmt.Errorf("encode thumbnail: %w", err)
	}
	return out.Bytes(), nil
}

// onWhite is the picture without transparency, which JPEG does not have.
func onWhite(picture image.Image) image.Image {
	flat := image.NewRGBA(image.Rectangle{Max: picture.Bounds().Size()})
	draw.Draw(flat, flat.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(flat, flat.Bounds(), picture, picture.Bounds().Min, draw.Over)
	return flat
}

func damaged(err error) error {
	return &rectify.Invalid{Rule: "photo_damaged", Message: fmt.Sprintf("the image cannot be read (%v); capture it again", err)}
}
