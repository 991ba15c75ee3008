#!/bin/sh
# Writes the same three compounds in every format that is read, with GDAL, for the Reader suite.
set -eu
cd "$(dirname "$0")"
rm -rf suite && mkdir suite && cd suite
cat > compounds.geojson <<'JSON'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"编号":"C-01","名称":"汇源里小区","户数":120},"geometry":{"type":"Polygon","coordinates":[[[114.01,33.57],[114.02,33.57],[114.02,33.58],[114.01,33.58],[114.01,33.57]]]}},
{"type":"Feature","properties":{"编号":"C-02","名称":"老街社区家属院","户数":null},"geometry":{"type":"MultiPolygon","coordinates":[[[[114.03,33.57],[114.04,33.57],[114.04,33.58],[114.03,33.57]]],[[[114.05,33.57],[114.06,33.57],[114.06,33.58],[114.05,33.57]]]]}},
{"type":"Feature","properties":{"编号":"C-03","名称":"无图小区","户数":7},"geometry":null}]}
JSON
cat > compounds_arcgis.json <<'JSON'
{"objectIdFieldName":"编号","geometryType":"esriGeometryPolygon","spatialReference":{"wkid":4326,"latestWkid":4326},"features":[
{"attributes":{"编号":"C-01","名称":"汇源里小区","户数":120},"geometry":{"rings":[[[114.01,33.57],[114.01,33.58],[114.02,33.58],[114.02,33.57],[114.01,33.57]]]}},
{"attributes":{"编号":"C-02","名称":"老街社区家属院","户数":null},"geometry":{"rings":[[[114.03,33.57],[114.04,33.58],[114.04,33.57],[114.03,33.57]],[[114.05,33.57],[114.06,33.58],[114.06,33.57],[114.05,33.57]]]}},
{"attributes":{"编号":"C-03","名称":"无图小区","户数":7}}]}
JSON
ogr2ogr -f GeoJSONSeq compounds.geojsonl compounds.geojson
ogr2ogr -f GPKG compounds.gpkg compounds.geojson -nln compounds
ogr2ogr -f CSV compounds.csv compounds.geojson -lco GEOMETRY=AS_WKT
ogr2ogr -f KML compounds.kml compounds.geojson -nln compounds
iconv -f UTF-8 -t GBK compounds.kml | sed 's/encoding="UTF-8"/encoding="GB2312"/I' > compounds_gbk.kml
python3 -c "import zipfile
with zipfile.ZipFile('compounds.kmz', 'w', zipfile.ZIP_DEFLATED) as z: z.write('compounds.kml', 'doc.kml')"
ogr2ogr -f XLSX compounds.xlsx compounds.csv -nln compounds -oo KEEP_GEOM_COLUMNS=YES
iconv -f UTF-8 -t GBK compounds.csv > compounds_gbk.csv
for encoding in UTF-8 CP936; do
    ogr2ogr -f "ESRI Shapefile" "shp_$encoding" compounds.geojson -nln compounds -nlt MULTIPOLYGON -lco ENCODING=$encoding
done
rm shp_CP936/compounds.cpg
cp -r shp_CP936 shp_no_hint # neither .cpg nor language driver id
printf '\115' | dd of=shp_CP936/compounds.dbf bs=1 seek=29 conv=notrunc 2>/dev/null # 0x4D: cp936
python3 -c "import zipfile
with zipfile.ZipFile('compounds.zip', 'w') as z:
    for e in ('shp', 'shx', 'dbf', 'prj'): z.write('shp_CP936/compounds.' + e, '小区/小区.' + e.upper())"
# GDAL writes no Chinese column names into MapInfo files, so the exchange file is written by hand, as MapInfo itself does.
# Its numbers are never empty (an empty one is 0), so the households are text.
mkdir mapinfo && cat > mapinfo/utf8.mif <<'MIF'
Version 450
Charset "WindowsSimpChinese"
Delimiter ","
CoordSys Earth Projection 1, 104
Columns 3
  编号 Char(10)
  名称 Char(40)
  户数 Char(8)
Data

Region 1
  5
114.01 33.57
114.02 33.57
114.02 33.58
114.01 33.58
114.01 33.57
Region 2
  4
114.03 33.57
114.04 33.57
114.04 33.58
114.03 33.57
  4
114.05 33.57
114.06 33.57
114.06 33.58
114.05 33.57
NONE
MIF
printf '"C-01","汇源里小区","120"\n"C-02","老街社区家属院",""\n"C-03","无图小区","7"\n' > mapinfo/utf8.mid
for part in mif mid; do
    iconv -f UTF-8 -t GBK mapinfo/utf8.$part > mapinfo/compounds.$part
    sed 's/WindowsSimpChinese/Neutral/' mapinfo/compounds.$part > mapinfo/neutral.$part
    rm mapinfo/utf8.$part
done
ogr2ogr -f OpenFileGDB compounds.gdb compounds.geojson -nln compounds -nlt MULTIPOLYGON
python3 -c "import os, zipfile
with zipfile.ZipFile('compounds.gdb.zip', 'w', zipfile.ZIP_DEFLATED) as z:
    for name in sorted(os.listdir('compounds.gdb')): z.write('compounds.gdb/' + name, '数据/compounds.gdb/' + name)"
rm -r compounds.gdb
# A GeoPackage of layers that do not say where they are (srs_id -1 and 0), with a curve and an empty geometry.
printf 'name,WKT\nround,"CURVEPOLYGON (CIRCULARSTRING (114 33,114.001 33.001,114.002 33,114.001 32.999,114 33))"\nempty,POLYGON EMPTY\n' > odd.csv
ogr2ogr -f GPKG odd.gpkg odd.csv -oo GEOM_POSSIBLE_NAMES=WKT -nln cartesian -nlt GEOMETRY -a_srs EPSG:4326
ogr2ogr -f GPKG -update odd.gpkg odd.csv -oo GEOM_POSSIBLE_NAMES=WKT -nln geographic -nlt GEOMETRY -a_srs EPSG:4326
python3 -c "import sqlite3
db = sqlite3.connect('odd.gpkg')
for table in ('gpkg_contents', 'gpkg_geometry_columns'):
    for layer, srs in (('cartesian', -1), ('geographic', 0)):
        db.execute(f'UPDATE {table} SET srs_id = ? WHERE table_name = ?', (srs, layer))
db.commit()"
rm odd.csv
