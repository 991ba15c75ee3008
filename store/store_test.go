package store_test

import (
	"testing"

	"backstreet/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }
