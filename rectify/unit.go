package rectify

// UnitID identifies a unit; zero means none.
type UnitID int64

// Unit is an office or company that puts things right.
type Unit struct {
	ID   UnitID
	Name string
}
