package demo

import "backstreet/rectify"

// write leads a feature to the status in which it stands on AsOf. Streets are worked in waves, one after the
// other; the second unit is slow.
func (c *chronicle) write(thing thing, fate rectify.Status) error {
	t := c.begin(thing)
	switch fate {
	case rectify.Unsurveyed:
	case rectify.Compliant:
		t.step(8+t.wave()+c.random.IntN(12), verifier, rectify.Command{Event: rectify.EventSurveyOK}, rectify.PhaseCheck)
	case rectify.Void:
		t.step(10+c.random.IntN(30), planner, rectify.Command{Event: rectify.EventProposeVoid, Note: "重复登记，或已拆除"}, "")
		t.step(2+c.random.IntN(4), planner2, rectify.Command{Event: rectify.EventVoid}, "")
	case rectify.Listed:
		t.listed()
	case rectify.Verified:
		t.verified()
	default:
		t.open(fate)
	}
	if t.err != nil {
		return t.err
	}
	c.district.Features = append(c.district.Features, t.f)
	return nil
}

// wave is how many days after the first the street of this feature is taken up.
func (t *tale) wave() int {
	if len(t.path) < 2 {
		return 20
	}
	return int(t.path[1]) % 4 * 7
}

func (t *tale) unit() (rectify.UnitID, int) {
	if t.wave()%2 == 0 {
		return unitFirst, field
	}
	return unitSecond, field2
}

func (t *tale) list() {
	problem := []string{"墙皮脱落，乱贴乱画", "路面破损，雨天积水", "线缆杂乱，杂物堆放", "车辆乱停，标线不清"}[t.c.random.IntN(4)]
	_, worker := t.unit()
	t.step(8+t.wave()+t.c.random.IntN(12), worker, rectify.Command{Event: rectify.EventList, Note: problem}, rectify.PhaseBefore)
}

// listed features wait for a plan; some were done once and fell back.
func (t *tale) listed() {
	if t.c.random.IntN(3) > 0 {
		t.list()
		return
	}
	t.work()
	t.step(10+t.c.random.IntN(15), verifier, rectify.Command{Event: rectify.EventRegress, Note: "问题反弹"}, rectify.PhaseBefore)
}

func (t *tale) plan(days, term int) {
	unit, _ := t.unit()
	due := min(t.day+rectify.Day(days+term), t.c.district.Campaign.EndsOn)
	t.step(days, planner, rectify.Command{Event: rectify.EventPlan, UnitID: unit, DueOn: due}, "")
}

func (t *tale) start(days int) {
	_, worker := t.unit()
	t.step(days, worker, rectify.Command{Event: rectify.EventStart}, "")
}

func (t *tale) submit(days int) {
	_, worker := t.unit()
	cmd := rectify.Command{Event: rectify.EventSubmit, QuantityDone: t.f.Quantity}
	if t.f.Overdue(t.day + rectify.Day(days)) {
		cmd.Note = "连日降雨，工期顺延"
	}
	t.step(days, worker, cmd, rectify.PhaseAfter)
}

func (t *tale) fail(days int) {
	t.step(days, verifier, rectify.Command{Event: rectify.EventFail, Note: "边角未处理到位，请返工"}, rectify.PhaseCheck)
}

// pace is how many days the unit takes for a piece of work.
func (t *tale) pace() int {
	if unit, _ := t.unit(); unit == unitFirst {
		return 4 + t.c.random.IntN(8)
	}
	return 10 + t.c.random.IntN(18)
}

// work goes from the survey to verified, within 96 days at the longest.
func (t *tale) work() {
	t.list()
	t.plan(2+t.c.random.IntN(12), 18+t.c.random.IntN(20))
	if t.c.random.IntN(4) > 0 {
		t.start(1 + t.c.random.IntN(4))
	}
	t.submit(t.pace())
	if t.c.random.IntN(7) == 0 {
		t.fail(1)
		t.submit(2 + t.c.random.IntN(6))
	}
	t.step(1+t.c.random.IntN(4), verifier, rectify.Command{Event: rectify.EventPass}, "")
}

func (t *tale) verified() {
	t.work()
	if t.c.random.IntN(8) == 0 {
		t.step(6+t.c.random.IntN(8), verifier, rectify.Command{Event: rectify.EventRecheckOK, Note: "回头看，保持良好"}, rectify.PhaseCheck)
	}
}

// open leaves the work unfinished: planned in the last weeks, some of it overdue by AsOf.
func (t *tale) open(fate rectify.Status) {
	t.list()
	plannedOn := t.c.options.AsOf - rectify.Day(24+t.c.random.IntN(20))
	t.plan(int(plannedOn-t.day), 15+t.c.random.IntN(60))
	switch fate {
	case rectify.Planned:
		if t.c.random.IntN(6) == 0 {
			t.step(3, planner, rectify.Command{Event: rectify.EventExtend, DueOn: t.f.DueOn + 10, Note: "材料未到"}, "")
		}
		return
	case rectify.Suspended:
		review := t.c.options.AsOf + 5 + rectify.Day(t.c.random.IntN(40))
		t.step(4, planner, rectify.Command{Event: rectify.EventSuspend, ReviewOn: review, Note: "待燃气管网改造完成"}, "")
		return
	}
	t.start(1 + t.c.random.IntN(5))
	if fate == rectify.InProgress {
		return
	}
	t.submit(5 + t.c.random.IntN(8))
	if fate == rectify.Rework {
		t.fail(2)
		if t.c.random.IntN(3) == 0 {
			t.submit(1)
			t.fail(1)
		}
	}
}
