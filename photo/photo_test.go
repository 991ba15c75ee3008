package photo_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/webp"

	"backstreet/photo"
	"backstreet/rectify"
)

const uid = "01890a5d-ac96-774b-bcce-b302099a8057"

func open(t *testing.T) (*photo.Bucket, string) {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "photos")
	bucket, err := photo.Open(t.Context(), "file://"+folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = bucket.Close() })
	return bucket, folder
}

func sumOf(captured []byte) string {
	sum := sha256.Sum256(captured)
	return hex.EncodeToString(sum[:])
}

func put(t *testing.T, bucket *photo.Bucket, captured []byte) (photo.Stored, error) {
	t.Helper()
	return bucket.Put(t.Context(), uid, sumOf(captured), int64(len(captured)), bytes.NewReader(captured))
}

func read(t *testing.T, bucket *photo.Bucket, size photo.Size) (content []byte, contentType string) {
	t.Helper()
	reader, contentType, err := bucket.Open(t.Context(), uid, size)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if content, err = io.ReadAll(reader); err != nil {
		t.Fatal(err)
	}
	return content, contentType
}

// files lists what lies in the bucket's folder.
func files(t *testing.T, folder string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, strings.TrimPrefix(path, folder+"/"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// quarters is a picture whose corners are red, green, blue and black, row by row.
func quarters(width, height int) image.Image {
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	colours := [4]color.RGBA{{R: 255, A: 255}, {G: 255, A: 255}, {B: 255, A: 255}, {A: 255}}
	for y := range height {
		for x := range width {
			picture.SetRGBA(x, y, colours[2*(2*y/height)+2*x/width])
		}
	}
	return picture
}

// corners names the colours of a picture's corners, row by row.
func corners(picture image.Image) (names string) {
	b := picture.Bounds()
	right, bottom := b.Max.X-1, b.Max.Y-1
	for _, p := range []image.Point{b.Min, {right, b.Min.Y}, {b.Min.X, bottom}, {right, bottom}} {
		r, g, blue, _ := picture.At(p.X, p.Y).RGBA()
		switch {
		case r > 0x8000:
			names += "r"
		case g > 0x8000:
			names += "g"
		case blue > 0x8000:
			names += "b"
		default:
			names += "k"
		}
	}
	return names
}

func asJPEG(t *testing.T, picture image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asPNG(t *testing.T, picture image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestPut(t *testing.T) {
	t.Parallel()
	t.Run("twice is stored once, with nothing else beside it", func(t *testing.T) {
		t.Parallel()
		bucket, folder := open(t)
		captured := asJPEG(t, quarters(960, 640))
		first, err := put(t, bucket, captured)
		if err != nil {
			t.Fatal(err)
		}
		second, err := put(t, bucket, captured)
		if err != nil || first != second {
			t.Fatalf("the second time %+v, %v; the first %+v", second, err, first)
		}
		want := []string{"photo/57/" + uid, "photo/57/" + uid + ".thumb"}
		if diff := cmp.Diff(want, files(t, folder)); diff != "" {
			t.Errorf("files (-want +got):\n%s", diff)
		}
		if content, contentType := read(t, bucket, photo.Original); int64(len(content)) != first.Bytes || contentType != "image/jpeg" {
			t.Errorf("read %d bytes of %s, stored %+v", len(content), contentType, first)
		}
		thumb, contentType := read(t, bucket, photo.Thumbnail)
		config, err := jpeg.DecodeConfig(bytes.NewReader(thumb))
		if err != nil || contentType != "image/jpeg" || config.Width != 480 || config.Height != 320 {
			t.Errorf("thumbnail is %s of %d × %d (%v)", contentType, config.Width, config.Height, err)
		}
	})
	t.Run("what is not taken leaves nothing", func(t *testing.T) {
		t.Parallel()
		good := asJPEG(t, quarters(32, 32))
		for _, test := range []struct {
			name, sum, rule string
			captured        []byte
		}{
			{"other bytes than announced", sumOf([]byte("x")), "photo_hash_mismatch", good},
			{"cut short", "", "photo_damaged", good[:len(good)/2]},
			{"no image", "", "photo_type", []byte("<svg xmlns='http://www.w3.org/2000/svg'/>")},
			{"nothing", "", "photo_type", nil},
			{"a PNG's head alone", "", "photo_damaged", []byte("\x89PNG\r\n\x1a\n")},
			{"a WebP's head alone", "", "photo_damaged", []byte("RIFF\x04\x00\x00\x00WEBP")},
			{"a bomb", "", "photo_pixels", pngHead(60_000, 60_000)},
		} {
			t.Run(test.name, func(t *testing.T) {
				t.Parallel()
				bucket, folder := open(t)
				sum := test.sum
				if sum == "" {
					sum = sumOf(test.captured)
				}
				_, err := bucket.Put(t.Context(), uid, sum, int64(len(test.captured)), bytes.NewReader(test.captured))
				var invalid *rectify.Invalid
				if !errors.As(err, &invalid) || invalid.Rule != test.rule {
					t.Errorf("Put() = %v, want %s", err, test.rule)
				}
				if left := files(t, folder); len(left) > 0 {
					t.Errorf("left behind: %v", left)
				}
			})
		}
	})
	t.Run("more than 20 MB is refused, told or not", func(t *testing.T) {
		t.Parallel()
		bucket, _ := open(t)
		large := make([]byte, photo.MaxBytes+1)
		for _, told := range []int64{int64(len(large)), 5} {
			if _, err := bucket.Put(t.Context(), uid, sumOf(large), told, bytes.NewReader(large)); !errors.Is(err, rectify.ErrTooLarge) {
				t.Errorf("told %d bytes: %v", told, err)
			}
		}
	})
	t.Run("a connection that breaks leaves nothing", func(t *testing.T) {
		t.Parallel()
		bucket, folder := open(t)
		broken := io.MultiReader(strings.NewReader("\xff\xd8\xff"), brokenReader{})
		if _, err := bucket.Put(t.Context(), uid, sumOf(nil), 100, broken); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("Put() = %v", err)
		}
		if left := files(t, folder); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	})
	t.Run("a uid cannot leave the folder", func(t *testing.T) {
		t.Parallel()
		bucket, _ := open(t)
		for _, uid := range []string{"", "../../../etc/passwd", strings.ToUpper(uid), uid + "/.."} {
			if _, err := bucket.Put(t.Context(), uid, "", 0, strings.NewReader("")); !errors.Is(err, rectify.ErrInvalid) {
				t.Errorf("Put(%q) = %v", uid, err)
			}
			if _, _, err := bucket.Open(t.Context(), uid, photo.Original); !errors.Is(err, rectify.ErrInvalid) {
				t.Errorf("Open(%q) = %v", uid, err)
			}
		}
	})
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// pngHead is a PNG that claims a size and has no pixels.
func pngHead(width, height uint32) []byte {
	out := []byte("\x89PNG\r\n\x1a\n")
	ihdr := append(be32(width), be32(height)...)
	return append(out, pngChunk("IHDR", append(ihdr, 8, 2, 0, 0, 0))...)
}

func TestADrawnPictureIsOnDiskOnceAndOpensUnderEachUID(t *testing.T) {
	t.Parallel()
	bucket, folder := open(t)
	drawn := photo.Drawn{Bytes: asJPEG(t, quarters(40, 30))}
	drawn.SHA256 = sumOf(drawn.Bytes)
	for n := range 3 {
		drawn.UIDs = append(drawn.UIDs, fmt.Sprintf("%s%d", uid[:len(uid)-1], n))
	}
	for range 2 { // again changes nothing
		if err := bucket.PutDrawn(t.Context(), []photo.Drawn{drawn}); err != nil {
			t.Fatal(err)
		}
	}
	var infos []fs.FileInfo
	for _, name := range files(t, folder) {
		if info, err := os.Stat(filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		} else if !strings.HasSuffix(name, ".thumb") {
			infos = append(infos, info)
		}
	}
	if len(infos) != 3 || !os.SameFile(infos[0], infos[1]) || !os.SameFile(infos[0], infos[2]) {
		t.Errorf("%d originals are not three names of one file", len(infos))
	}
	for _, of := range drawn.UIDs {
		reader, _, err := bucket.Open(t.Context(), of, photo.Thumbnail)
		if err != nil {
			t.Fatal(err)
		}
		_ = reader.Close()
	}
}

func TestADrawnPictureIsHeldAgainstItsHash(t *testing.T) {
	t.Parallel()
	bucket, folder := open(t)
	drawn := photo.Drawn{UIDs: []string{uid}, SHA256: sumOf([]byte("another")), Bytes: asJPEG(t, quarters(40, 30))}
	var invalid *rectify.Invalid
	if err := bucket.PutDrawn(t.Context(), []photo.Drawn{drawn}); !errors.As(err, &invalid) || invalid.Rule != "photo_hash_mismatch" {
		t.Errorf("got %v", err)
	}
	if left := files(t, folder); len(left) != 0 {
		t.Errorf("it left %v", left)
	}
}

func TestOpen(t *testing.T) {
	t.Parallel()
	bucket, _ := open(t)
	if _, _, err := bucket.Open(t.Context(), uid, photo.Original); !errors.Is(err, rectify.ErrNotFound) {
		t.Errorf("what was never stored: %v", err)
	}
	if _, _, err := bucket.Open(t.Context(), uid, "huge"); !errors.Is(err, rectify.ErrInvalid) {
		t.Errorf("a size that is none: %v", err)
	}
	for _, address := range []string{"", "s3://bucket", "file://relative", "relative"} {
		if _, err := photo.Open(t.Context(), address); err == nil {
			t.Errorf("bucket %q was opened", address)
		}
	}
}

func TestFiles(t *testing.T) {
	t.Parallel()
	bucket, folder := open(t)
	const key = "imports/01890a5d.geojson"
	if n, err := bucket.PutFile(t.Context(), key, strings.NewReader("{}")); n != 2 || err != nil {
		t.Fatalf("PutFile() = %d, %v", n, err)
	}
	reader, err := bucket.OpenFile(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if content, err := io.ReadAll(reader); string(content) != "{}" || err != nil {
		t.Errorf("read %q, %v", content, err)
	}
	for range 2 { // the second time there is nothing to delete
		if err := bucket.DeleteFile(t.Context(), key); err != nil {
			t.Error(err)
		}
	}
	if _, err := bucket.OpenFile(t.Context(), key); !errors.Is(err, rectify.ErrNotFound) {
		t.Errorf("what was deleted: %v", err)
	}
	if _, err := bucket.PutFile(t.Context(), key, io.LimitReader(zeros{}, photo.MaxFileBytes+1)); !errors.Is(err, rectify.ErrTooLarge) {
		t.Errorf("a file too large: %v", err)
	}
	if _, err := bucket.PutFile(t.Context(), key, brokenReader{}); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a broken upload: %v", err)
	}
	if left := files(t, folder); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	for _, key := range []string{"", ".", "..", "/etc/passwd", "a/../../b", "a../b", "a//b", "a\x00"} {
		if _, err := bucket.PutFile(t.Context(), key, strings.NewReader("")); !errors.Is(err, rectify.ErrInvalid) {
			t.Errorf("PutFile(%q) = %v", key, err)
		}
	}
}

type zeros struct{}

func (zeros) Read(into []byte) (int, error) { return len(into), nil }

func shared(t *testing.T, name string) []byte {
	t.Helper()
	captured, err := os.ReadFile(filepath.Join("..", "..", "shared", "data", "public", "photo", name))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("shared data not present: " + name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return captured
}

func TestPhotosOfCameras(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, time    string
		width, height int
	}{
		{"DSCN0010.jpg", "2008:10:22 16:28:39", 640, 480},
		{"DSCN0042.jpg", "2008:10:22 17:00:07", 640, 480},
		{"landscape_6.jpg", "", 600, 450}, // lies on its side,
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			captured := shared(t, test.name)
			bucket, _ := open(t)
			stored, err := put(t, bucket, captured)
			if err != nil {
				t.Fatal(err)
			}
			content, _ := read(t, bucket, photo.Original)
			if stored.Width != test.width || stored.Height != test.height || !bytes.Contains(content, []byte(test.time)) {
				t.Errorf("stored %+v, with its time: %v", stored, bytes.Contains(content, []byte(test.time)))
			}
			for _, secret := range []string{"NIKON", "COOLPIX", "WGS-84", "GPS", "Photoshop", "http"} {
				if bytes.Contains(content, []byte(secret)) {
					t.Errorf("%s is still in it", secret)
				}
			}
			picture, err := jpeg.Decode(bytes.NewReader(content))
			if err != nil || picture.Bounds().Size() != (image.Point{X: test.width, Y: test.height}) {
				t.Errorf("it cannot be read: %v", err)
			}
		})
	}
}

func TestWebP(t *testing.T) {
	t.Parallel()
	captured := webpWith(chunk("EXIF", tiffOf(1, "2022:08:30 09:14:03", "+08:00")), chunk("XMP ", []byte("<x:xmpmeta/>")), chunk("ICCP", []byte("profile")))
	bucket, _ := open(t)
	stored, err := put(t, bucket, captured)
	if err != nil {
		t.Fatal(err)
	}
	content, contentType := read(t, bucket, photo.Original)
	if contentType != "image/webp" || stored.Width != 1 || stored.Height != 1 {
		t.Errorf("stored %+v as %s", stored, contentType)
	}
	for _, secret := range []string{"EXIF", "XMP ", "ICCP", "2022"} {
		if bytes.Contains(content, []byte(secret)) {
			t.Errorf("%s is still in it", secret)
		}
	}
	if _, err := webp.Decode(bytes.NewReader(content)); err != nil || content[20]&0x2c != 0 {
		t.Errorf("it cannot be read (%v), or its flags %x tell of what is not there", err, content[20])
	}
	turned := webpWith(chunk("EXIF", tiffOf(6, "", "")))
	if stored, err := put(t, bucket, turned); err != nil || stored.ContentType != "image/jpeg" {
		t.Errorf("one that lies on its side is stored as %+v, %v", stored, err)
	}
}
