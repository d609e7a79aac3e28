package pledge_test

import (
	"testing"

	"travaux/internal/pledge"
)

func TestAlike_findsPledgesThatSayMuchTheSame(t *testing.T) {
	t.Parallel()
	one := pledge.Written{
		Language: "en", OutcomeArea: "products", Title: "Pay for the maintenance of ten open components on which public registers depend",
		Indicator: "Open components with a maintenance agreement of at least two years",
	}
	two := one
	two.Title = "Pay for the maintenance of eight open components on which our public registers depend"
	two.Indicator = "Open components with a maintenance agreement of at least three years"
	other := one
	other.Title, other.Indicator = "Train 120 register keepers around the lakes", "Keepers who passed the practical test"
	area, french := two, two
	area.OutcomeArea, french.Language = "capacity", "fr"
	chinese := pledge.Written{Language: "zh", OutcomeArea: "products", Title: "为十个公共组件完成无障碍检测", Indicator: "完成检测的组件数"}
	again := chinese
	again.Title = "为八个公共组件完成无障碍检测"
	for name, row := range map[string]struct {
		a, b pledge.Written
		want bool
	}{
		"other numbers": {one, two, true}, "another deed": {one, other, false}, "another area": {one, area, false}, "another language": {one, french, false},
		"Chinese": {chinese, again, true}, "nothing written": {pledge.Written{}, pledge.Written{}, false},
	} {
		if got := pledge.Alike(row.a, row.b); got != row.want {
			t.Errorf("%s: %v", name, got)
		}
		if pledge.Alike(row.a, row.b) != pledge.Alike(row.b, row.a) {
			t.Errorf("%s: it depends on which comes first", name)
		}
	}
}
