package photo

import (
	"image"

	"golang.org/x/image/draw"
)

// upright turns and mirrors a picture as its EXIF orientation (2 to 8) asks.
func upright(picture image.Image, orientation int) image.Image {
	source := image.NewNRGBA(image.Rectangle{Max: picture.Bounds().Size()})
	draw.Draw(source, source.Bounds(), picture, picture.Bounds().Min, draw.Src)
	width, height := source.Rect.Dx(), source.Rect.Dy()
	size := image.Point{X: width, Y: height}
	if orientation >= 5 {
		size = image.Point{X: height, Y: width}
	}
	turned := image.NewNRGBA(image.Rectangle{Max: size})
	for y := range size.Y {
		for x := range size.X {
			fromX, fromY := origin(orientation, x, y, width, height)
			copy(turned.Pix[turned.PixOffset(x, y):][:4], source.Pix[source.PixOffset(fromX, fromY):][:4])
		}
	}
	return turned
}

// origin tells which pixel of a stored picture, width × height, is seen upright at x, y.
func origin(orientation, x, y, width, height int) (fromX, fromY int) {
	right, bottom := width-1, height-1
	switch orientation {
	case 2: // mirrored
		return right - x, y
	case 3: // upside down
		return right - x, bottom - y
	case 4:
		return x, bottom - y
	case 5:
		return y, x
	case 6: // to be turned clockwise
		return y, bottom - x
	case 7:
		return right - y, bottom - x
	case 8: // to be turned anticlockwise
		return right - y, x
	}
	return x, y
}
