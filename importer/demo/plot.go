package demo

import "backstreet/rectify"

// write leads a feature along the course of its batch, as far as AsOf.
func (c *chronicle) write(b *batch, place int, thing thing, course course) error {
	t := c.begin(b, place, thing, course)
	switch {
	case b.fate == rectify.Void:
		t.void()
	case course.compliant:
		t.step(course.listed, t.checker(), rectify.Command{Event: rectify.EventSurveyOK}, rectify.PhaseCheck)
	default:
		t.list()
		t.work()
		t.after()
	}
	if t.err != nil {
		return t.err
	}
	c.district.Features = append(c.district.Features, t.f)
	return nil
}

func (t *tale) worker() int  { return t.c.staff.worker[t.b.unit] }
func (t *tale) checker() int { return t.c.staff.checker(t.b.street()) }

func (t *tale) void() {
	on := t.day + 20 + rectify.Day(t.b.number%90)
	t.step(on, planner, rectify.Command{Event: rectify.EventProposeVoid, Note: "重复登记，或已拆除"}, "")
	t.step(on+3, planner2, rectify.Command{Event: rectify.EventVoid}, "")
}

// list is the survey that finds something to do; what came in as listed has had it.
func (t *tale) list() {
	if t.f.Status != rectify.Unsurveyed {
		return
	}
	problems := map[rectify.KindKey][]string{
		rectify.KindCompound:    {"楼道杂物堆放，垃圾清运不及时", "飞线充电，车辆乱停", "绿化缺失，路面破损", "无物业管理，环境脏乱"},
		rectify.KindBackStreet:  {"路面破损，雨天积水", "线缆杂乱，杂物堆放", "占道经营，乱贴乱画", "路灯不亮，窨井盖缺失"},
		rectify.KindPaintedWall: {"墙皮脱落", "小广告多，乱涂乱画", "墙面污渍，颜色不一", "墙根泛碱，抹灰空鼓"},
		rectify.KindBerth:       {"标线不清", "车辆乱停，未施划泊位", "泊位被杂物占用"},
	}[t.b.kind]
	problem := problems[t.b.number%uint64(len(problems))]
	t.step(t.course.listed, t.worker(), rectify.Command{Event: rectify.EventList, Note: problem}, rectify.PhaseBefore)
}

// plan dispatches the work to the unit.
func (t *tale) plan(on, due rectify.Day, unit int) bool {
	return t.step(on, planner, rectify.Command{
		Event: rectify.EventPlan, UnitID: t.c.roster.units[unit].ID, DueOn: min(max(due, on), t.c.district.Campaign.EndsOn),
	}, "")
}

// work goes from the plan to verified.
func (t *tale) work() {
	w := t.course
	if w.returned {
		t.misdirect()
	}
	if on := max(w.planned, t.day+1); on > t.c.district.Campaign.EndsOn || !t.plan(on, w.due, t.b.unit) {
		t.over = true
		return
	}
	if w.parked > 0 {
		t.park()
	}
	if !w.unstarted {
		t.step(max(w.begun, t.day+1), t.worker(), rectify.Command{Event: rectify.EventStart}, "")
	}
	if w.extended && t.day < t.f.DueOn-1 && t.f.DueOn+14 <= t.c.district.Campaign.EndsOn {
		on := max(t.day+1, min(w.handed-1, t.f.DueOn-1))
		t.step(on, planner, rectify.Command{Event: rectify.EventExtend, DueOn: t.f.DueOn + 14, Note: "材料未到，顺延两周"}, "")
	}
	t.submit(max(w.handed, t.day+1))
	t.check(w)
}

// misdirect plans for another unit, whose lead returns it.
func (t *tale) misdirect() {
	other := len(checkUnits) + (t.b.unit-len(checkUnits)+1)%(len(t.c.roster.units)-len(checkUnits))
	on := max(t.course.planned-6, t.day+1)
	if other == t.b.unit || !t.plan(on, t.course.due, other) {
		return
	}
	t.step(on+2, t.c.staff.lead[other], rectify.Command{Event: rectify.EventReturn, Reason: rectify.ReasonNotOurs}, "")
}

// park suspends the work for a while.
func (t *tale) park() {
	on := t.day + 2
	ends := on + rectify.Day(t.course.parked)
	t.step(on, planner, rectify.Command{Event: rectify.EventSuspend, ReviewOn: ends, Note: "待燃气管网改造完成"}, "")
	t.step(ends, planner, rectify.Command{Event: rectify.EventResume, Note: "管网已完工"}, "")
}

func (t *tale) submit(on rectify.Day) bool {
	cmd := rectify.Command{Event: rectify.EventSubmit, QuantityDone: t.f.Quantity}
	switch {
	case t.f.Overdue(max(on, t.day)):
		cmd.Note = "连日降雨，工期顺延"
	case t.course.lost:
		cmd.Note = "院内无定位信号，已当面确认"
	}
	return t.step(on, t.worker(), cmd, rectify.PhaseAfter)
}

// check ends in a pass, after the times that it fails; -1 is a fail that nobody answers.
func (t *tale) check(w course) {
	if w.withdrawn {
		t.step(t.day, t.worker(), rectify.Command{Event: rectify.EventWithdraw, Note: "照片拍错，重新上报"}, "")
		t.submit(t.day + 1)
	}
	fail := func() {
		t.step(t.day+1, t.checker(), rectify.Command{Event: rectify.EventFail, Note: "边角未处理到位，请返工"}, rectify.PhaseCheck)
	}
	if w.fails < 0 {
		fail()
		t.over = true
		return
	}
	for range w.fails {
		fail()
		t.submit(t.day + 3 + rectify.Day(t.b.number%6))
	}
	t.step(max(w.done, t.day+1), t.checker(), rectify.Command{Event: rectify.EventPass}, "")
}

// after is what comes later: a second look, or a relapse and another cycle.
func (t *tale) after() {
	w := t.course
	if w.rechecked {
		t.step(t.day+20, t.checker(), rectify.Command{Event: rectify.EventRecheckOK, Note: "回头看，保持良好"}, rectify.PhaseCheck)
	}
	if w.relapse == 0 || !t.step(t.day+rectify.Day(w.relapse), t.checker(), rectify.Command{
		Event: rectify.EventRegress, Note: "问题反弹",
	}, rectify.PhaseBefore) {
		return
	}
	on := t.day + 9
	if t.plan(on, on+25, t.b.unit) && t.submit(on+16) {
		t.step(t.day+3, t.checker(), rectify.Command{Event: rectify.EventPass}, "")
	}
}
