// Package export writes features into files: GeoJSON and GeoPackage, which lose nothing, and Shapefile, KML,
// CSV and XLSX, which lose what the format cannot hold and say so. GeoPackage and Shapefile are made by GDAL.
//
// A File takes features one by one, in any number; it keeps none in memory. Where they come from, which are
// meant and who may have them is not its concern: the store is, which knows a File as a rectify.ExportSink.
//
//	file, err := export.New(dir, "berths", rectify.ExportOptions{Format: rectify.FormatGeoPackage})
//	defer file.Close()
//	query.SRID = file.SRID()
//	tally, err := db.Export(ctx, query, file, nil)
//	result, err := file.Finish(ctx, tally)
package export
