package importer

import (
	"bytes"
	"path/filepath"
	"slices"
)

// closedFormat is one that nobody but its maker reads well. It is known only to say what to do.
type closedFormat struct {
	name       string
	magics     [][]byte // that the file begins with
	extensions []string // that stand for it whatever the file begins with
	advice     string
}

var closedFormats = []closedFormat{
	{
		"a DWG drawing",
		[][]byte{[]byte("AC10"), []byte("AC1."), []byte("AC2."), []byte("MC0.0")},
		[]string{".dwg"},
		"open it in AutoCAD or 中望CAD and save it as DXF (另存为 AutoCAD 2010 DXF, text, not binary)",
	},
	{
		"a binary DXF drawing",
		[][]byte{[]byte("AutoCAD Binary DXF")},
		nil, "open it in CAD and save it as an ASCII DXF (另存为 DXF, and do not choose 二进制)",
	},
	{
		"a SuperMap datasource", nil,
		[]string{".udb", ".udd", ".udbx", ".smwu", ".sxwu"},
		"in SuperMap iDesktop export the dataset as Shapefile or GeoPackage (数据集, 导出)",
	},
	{
		"a MapGIS file",
		[][]byte{[]byte("WMAP`D")},
		[]string{".wt", ".wl", ".wp"},
		"in MapGIS convert it to Shapefile (文件转换, 输出 SHAPE 文件)",
	},
	{
		"an Access database (ArcGIS personal geodatabase)",
		[][]byte{[]byte("\x00\x01\x00\x00Standard Jet DB"), []byte("\x00\x01\x00\x00Standard ACE DB")},
		[]string{".mdb", ".accdb"},
		"in ArcGIS export the layer to a Shapefile or a file geodatabase",
	},
	{
		"a MicroStation drawing", nil, []string{".dgn"}, "save it as an ASCII DXF (文件, 另存为 DXF)",
	},
	{
		"a RAR or 7-Zip archive",
		[][]byte{[]byte("Rar!\x1a\x07"), []byte("7z\xBC\xAF\x27\x1C")},
		[]string{".rar", ".7z"},
		"unpack it and import what is in it, or pack it anew as zip",
	},
	{
		"an ArcGIS project or package without data of its own", nil,
		[]string{".mxd", ".aprx", ".lyr", ".lyrx", ".mpk", ".lpk"},
		"import the data it shows: the Shapefile or geodatabase",
	},
}

// adviceFor refuses a file of a closed format; nil for any other.
func adviceFor(p probe) error {
	for _, f := range closedFormats {
		begins := func(magic []byte) bool { return bytes.HasPrefix(p.head, magic) }
		if slices.Contains(f.extensions, p.extension) || slices.ContainsFunc(f.magics, begins) {
			return refuse(RefusedFormat, "%s is %s, which cannot be read: %s", filepath.Base(p.path), f.name, f.advice)
		}
	}
	return nil
}
