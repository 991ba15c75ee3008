package importer_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"backstreet/importer"
)

// What the child that reads a file may do, tried with programs that do it.
func TestChildIsConfined(t *testing.T) {
	t.Parallel()
	t.Run("it knows one driver of GDAL's", func(t *testing.T) {
		t.Parallel()
		var out bytes.Buffer
		if err := importer.RunConfined(t.Context(), &out, 1<<20, "DXF", "ogrinfo", "--formats"); err != nil {
			t.Fatal(err)
		}
		got := regexp.MustCompile(`(?m)^  (\S+) -`).FindAllString(out.String(), -1)
		if diff := cmp.Diff([]string{"  GeoJSONSeq -", "  DXF -"}, got); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("its environment is its own", func(t *testing.T) {
		t.Parallel()
		var out bytes.Buffer
		if err := importer.RunConfined(t.Context(), &out, 1<<20, "", "env"); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Fields(out.String()) {
			name, _, _ := strings.Cut(line, "=")
			if strings.HasPrefix(name, "GO") || name == "USER" || strings.HasPrefix(name, "BACKSTREET") {
				t.Errorf("it sees %s", line)
			}
		}
	})
	t.Run("it has no network", func(t *testing.T) {
		t.Parallel()
		if runtime.GOOS != "linux" || exec.Command("unshare", "--map-root-user", "--net", "true").Run() != nil {
			t.Skip("namespaces are not granted here")
		}
		var out bytes.Buffer
		if err := importer.RunConfined(t.Context(), &out, 1<<20, "", "cat", "/proc/net/dev"); err != nil {
			t.Fatal(err)
		}
		if devices := strings.Count(out.String(), ":"); devices != 1 || !strings.Contains(out.String(), "lo:") {
			t.Errorf("it has more than a loopback device:\n%s", out.String())
		}
	})
	t.Run("its memory is limited", func(t *testing.T) {
		t.Parallel()
		if _, err := exec.LookPath("prlimit"); err != nil {
			t.Skip("prlimit is not installed")
		}
		err := importer.RunConfined(t.Context(), io.Discard, 1<<40, "", "dd", "if=/dev/zero", "bs=5G", "count=1")
		wantRefusal(t, err, importer.RefusedBroken)
	})
	t.Run("its output is limited", func(t *testing.T) {
		t.Parallel()
		err := importer.RunConfined(t.Context(), io.Discard, 1<<20, "", "yes")
		wantRefusal(t, err, importer.RefusedLimit)
	})
	t.Run("it ends with the import, and its children with it", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		err := importer.RunConfined(ctx, onWrite(cancel), 1<<20, "", "sh", "-c", "sleep 3600 & echo begun; wait")
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
	})
	t.Run("a driver that GDAL lacks is said", func(t *testing.T) {
		t.Parallel()
		wantRefusal(t, importer.RunConfined(t.Context(), io.Discard, 1<<20, "NoSuchDriver", "true"), importer.RefusedTool)
	})
}

// onWrite calls when it is written to.
type onWrite func()

func (f onWrite) Write(p []byte) (int, error) {
	f()
	return len(p), nil
}

func wantRefusal(t *testing.T, err error, code string) {
	t.Helper()
	var refusal *importer.Refusal
	if !errors.As(err, &refusal) || refusal.Code != code {
		t.Errorf("want a refusal with code %s, got %v", code, err)
	}
}

// A file that is not what its name says would lead GDAL to other files and to the network.
func TestDisguisedFilesAreRefused(t *testing.T) {
	t.Parallel()
	secret := write(t, "secret.csv", "lon,lat,password\n10,50,hunter2\n")
	vrt := `<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>` + secret + `</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>`
	sqlite := "SQLite format 3\x00" + strings.Repeat("\x00", 100)
	for name, content := range map[string]string{
		"vrt.shp": vrt, "vrt.dxf": vrt, "vrt.mif": vrt, "vrt.tab": vrt, "vrt.gpkg": vrt, "vrt.osm": vrt, "vrt.pbf": vrt,
		"vsi.shp": "/vsicurl/http://127.0.0.1/a.shp", "wfs.dxf": `<OGRWFSDataSource><URL>http://127.0.0.1/</URL></OGRWFSDataSource>`,
		"empty.gpkg": sqlite, "json.shp": `{"type":"FeatureCollection","features":[]}`, "csv.mif": "lon,lat\n1,2\n",
		"seamless.tab": "!table\n!version 300\n!charset Neutral\n\nDefinition Table\n  Type LINKED Charset \"Neutral\"\n",
		"picture.tab":  "!table\n!version 300\n!charset WindowsLatin1\n\nDefinition Table\n  File \"/etc/passwd\"\n  Type \"RASTER\"\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sink := &recordingSink{}
			_, err := importer.Import(t.Context(), importer.Options{File: write(t, name, content), Kind: anyKind}, sink, nil)
			var refusal *importer.Refusal
			if !errors.As(err, &refusal) || len(sink.staged) > 0 {
				t.Fatalf("not refused: %v, %d records", err, len(sink.staged))
			}
			if strings.Contains(err.Error(), os.TempDir()+"/backstreet-") {
				t.Errorf("the error shows where things are: %v", err)
			}
		})
	}
}

func TestArchives(t *testing.T) {
	t.Parallel()
	t.Run("a bomb is refused before the disk is full", func(t *testing.T) {
		t.Parallel()
		path := zipOf(t, func(z *zip.Writer) {
			entry, _ := z.Create("a.geojson")
			_, _ = io.CopyN(entry, zeros{}, 128<<20)
		})
		refusal := refused(t, importer.Options{File: path, Kind: anyKind}, importer.RefusedLimit)
		if !strings.Contains(refusal.Message, "unpack it") {
			t.Error(refusal.Message)
		}
	})
	t.Run("no entry leaves the folder", func(t *testing.T) {
		t.Parallel()
		path := zipOf(t, func(z *zip.Writer) {
			for _, name := range []string{"../../up.txt", "/abs.txt", `..\back.txt`, "__MACOSX/a.shp", "._a.shp", "\xd0\xa1\xc7\xf8/\xd0\xa1.txt"} {
				_, _ = z.CreateHeader(&zip.FileHeader{Name: name, NonUTF8: true})
			}
			link := &zip.FileHeader{Name: "link"}
			link.SetMode(os.ModeSymlink | 0o777)
			entry, _ := z.CreateHeader(link)
			_, _ = entry.Write([]byte("/etc/passwd"))
		})
		folder := filepath.Join(t.TempDir(), "in")
		if err := importer.Unzip(path, folder); err != nil {
			t.Fatal(err)
		}
		var got []string
		_ = filepath.WalkDir(filepath.Dir(folder), func(path string, entry os.DirEntry, _ error) error {
			if !entry.IsDir() {
				name, _ := filepath.Rel(folder, path)
				got = append(got, name)
			}
			return nil
		})
		if diff := cmp.Diff([]string{"abs.txt", "back.txt", "up.txt", "小区/小.txt"}, got); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("what Ovital writes is found in it", func(t *testing.T) {
		t.Parallel()
		path := zipOf(t, func(z *zip.Writer) {
			entry, _ := z.Create("小区/点.ovjsn")
			_, _ = entry.Write([]byte(`{"ObjItems":[{"Type":7,"Object":{"ObjectDetail":{"Lat":50,"Lng":10,"Gcj02":0}}}]}`))
		})
		if _, report := take(t, importer.Options{File: path, Kind: anyKind}); report.Format != "Ovital" || report.New != 1 {
			t.Errorf("%+v", report)
		}
	})
	t.Run("several datasets are asked about", func(t *testing.T) {
		t.Parallel()
		path := zipOf(t, func(z *zip.Writer) {
			for _, name := range []string{"a/roads.geojson", "b/roads.geojson", "walls.geojson", "readme.txt"} {
				entry, _ := z.Create(name)
				_, _ = entry.Write([]byte(`{"type":"Point","coordinates":[10,50]}`))
			}
		})
		refusal := refused(t, importer.Options{File: path, Kind: anyKind}, importer.RefusedLayer)
		if diff := cmp.Diff([]string{"a/roads.geojson", "b/roads.geojson", "walls"}, refusal.Candidates); diff != "" {
			t.Error(diff)
		}
		_, report := take(t, importer.Options{File: path, Kind: anyKind, Layer: "b/roads.geojson"})
		if report.New != 1 || report.Format != "GeoJSON" {
			t.Errorf("%+v", report)
		}
	})
	t.Run("a geodatabase as a folder, with no ending", func(t *testing.T) {
		t.Parallel()
		folder := filepath.Join(t.TempDir(), "in")
		if err := importer.Unzip(filepath.Join("testdata", "suite", "compounds.gdb.zip"), folder); err != nil {
			t.Fatal(err)
		}
		plain := filepath.Join(folder, "数据", "plain")
		if err := os.Rename(filepath.Join(folder, "数据", "compounds.gdb"), plain); err != nil {
			t.Fatal(err)
		}
		if _, report := take(t, importer.Options{File: plain, Kind: compoundKind, CRS: "EPSG:4326"}); report.Format != "FileGDB" || report.New != 2 {
			t.Errorf("%+v", report)
		}
	})
}

func zipOf(t *testing.T, fill func(*zip.Writer)) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.zip")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	z := zip.NewWriter(file)
	fill(z)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestClosedFormatsAreRefusedWithAdvice(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"plan.dwg": "AC1032\x00\x00", "plan.dxf": "AutoCAD Binary DXF\r\n\x1a\x00", "renamed.dxf": "AC1018\x00",
		"map.udb": "\x01\x02", "map.udbx": "SQLite format 3\x00", "old.wp": "WMAP`D22", "gis.mdb": "\x00\x01\x00\x00Standard Jet DB\x00",
		"plan.dgn": "\x08\x09\xfe\x02", "data.rar": "Rar!\x1a\x07\x01\x00", "data.7z": "7z\xBC\xAF\x27\x1C", "project.mxd": "\xd0\xcf\x11\xe0",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			refusal := refused(t, importer.Options{File: write(t, name, content), Kind: anyKind}, importer.RefusedFormat)
			if !strings.Contains(refusal.Message, "cannot be read: ") {
				t.Errorf("no advice: %s", refusal.Message)
			}
		})
	}
}

func FuzzEntryName(f *testing.F) {
	for _, seed := range []string{"a/b.shp", "../../etc/passwd", `..\..\a`, "/", "", ".", "\xd0\xa1\xc7\xf8/\xd0\xa1.shp", "a\x00b", "__MACOSX/a", "\xff\xff/..", "C:\\a"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := importer.EntryName(name)
		if got != "" && (!filepath.IsLocal(got) || !utf8.ValidString(got)) {
			t.Fatalf("%q is laid out at %q", name, got)
		}
	})
}

// The table of attributes ends in the middle: GDAL leaves out what it cannot read.
func TestWhatGDALLeavesOutIsToldAbout(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(filepath.Join("testdata", "suite", "shp_UTF-8"))); err != nil {
		t.Fatal(err)
	}
	table := filepath.Join(folder, "compounds.dbf")
	info, err := os.Stat(table)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(table, info.Size()-20); err != nil {
		t.Fatal(err)
	}
	_, report := take(t, importer.Options{File: filepath.Join(folder, "compounds.shp"), Kind: compoundKind, CRS: "EPSG:4326", Encoding: "UTF-8"})
	if notes := strings.Join(report.Notes, "\n"); report.Read != 2 || !strings.Contains(notes, "counts 3 records in the layer and could read 2") {
		t.Errorf("%d read, notes %q", report.Read, report.Notes)
	}
}
