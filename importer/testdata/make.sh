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
