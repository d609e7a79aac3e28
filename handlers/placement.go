package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/web"
	"travaux/models"
	"travaux/templates"
)

// placementRoutes are those on which what could not be carried into a version is placed.
var placementRoutes = []route{
	{get, "/c/:consultation/drafts/:draft/v/:version/placements", signedIn, (*Handlers).placements, "placements"},
	{get, "/c/:consultation/drafts/:draft/v/:version/placements/next", signedIn, (*Handlers).nextPlacement, "nextPlacement"},
	{post, "/c/:consultation/drafts/:draft/v/:version/placements/:ref", signedIn, (*Handlers).place, "place"},
}

// placements lists what is to be placed, or opens one comment beside the text.
func (h *Handlers) placements(c echo.Context) error {
	p, err := h.placementsPage(c, models.Unplaced(c.QueryParam("what")), c.QueryParam("one"))
	if err != nil {
		return err
	}
	if n, ok := models.ParseRef(c.QueryParam("last")); ok {
		p.Last = models.Ref(n)
	}
	p.Query.Del("last")
	return show(c, http.StatusOK, templates.Placements, p)
}

// placementsPage is one of the lists, with a comment opened where one is named.
func (h *Handlers) placementsPage(c echo.Context, what models.Unplaced, one string) (templates.PlacementsPage, error) {
	a, err := h.at(c)
	if err != nil {
		return templates.PlacementsPage{}, err
	}
	p := templates.PlacementsPage{Base: h.baseAt(c, templates.SectionReader, a)}
	n, err := web.Number(c, "version", "version")
	if err != nil {
		return p, err
	}
	if what == "" {
		what = models.UnplacedLost
	}
	ctx, who, draft := c.Request().Context(), web.Actor(c), c.Param("draft")
	if one == "" {
		p.List, err = h.Consult.Unplaced(ctx, who, a.Slug, draft, n, models.UnplacedFilter{What: what, Cursor: c.QueryParam("cursor")})
		return p, err
	}
	placing, err := h.Consult.Placing(ctx, who, a.Slug, draft, n, what, one)
	p.List, p.One = placing.List, &placing
	return p, err
}

// toPlace counts the comments that could not be carried into the versions of a draft, by their numbers.
func (h *Handlers) toPlace(c echo.Context, a here, draft string) (map[int]int, error) {
	all, err := h.Consult.UnplacedByVersion(c.Request().Context(), web.Actor(c), a.ID)
	out := map[int]int{}
	for _, u := range all {
		if u.Draft == draft {
			out[u.Version] = u.Comments
		}
	}
	return out, err
}

// toPlaceNow counts those that could not be carried into the newest version of each draft.
func (h *Handlers) toPlaceNow(c echo.Context, a here) ([]models.UnplacedCount, error) {
	all, err := h.Consult.UnplacedByVersion(c.Request().Context(), web.Actor(c), a.ID)
	return slices.DeleteFunc(all, func(u models.UnplacedCount) bool {
		return !slices.ContainsFunc(a.drafts, func(d models.DraftSummary) bool { return d.Slug == u.Draft && d.Newest == u.Version })
	}), err
}

// placeForm says where a comment is, of which list it was opened, and which button was pressed.
type placeForm struct {
	consult.NewPlacement
	Seq  int64           `form:"seq"`
	What models.Unplaced `form:"what"`
	Do   string          `form:"do"`
}

// place keeps where a person says that a comment is, and opens the next one.
func (h *Handlers) place(c echo.Context) error {
	n, err := web.Number(c, "version", "version")
	if err != nil {
		return err
	}
	var in placeForm
	if err = web.Decode(c, &in); err == nil {
		in.Gone, in.Detached = in.Gone || in.Do == "gone", in.Detached || in.Do == "detached"
		_, err = h.Consult.PlaceComment(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("ref"), n, in.NewPlacement, in.Seq)
	}
	form, status, ok := again(c, err)
	if !ok && err != nil {
		return err
	}
	if !ok {
		return h.placeNext(c, n, in.What, c.Param("ref"), url.Values{"last": {c.Param("ref")}, "flash": {"placed"}})
	}
	p, err := h.placementsPage(c, in.What, c.Param("ref"))
	if err != nil {
		return err
	}
	p.Form = form
	asked(&p.Base, p.Here(), url.Values{"what": {string(p.List.What)}, "one": {c.Param("ref")}})
	return show(c, status, templates.Placements, p)
}

// nextPlacement opens the comment of a list that comes after another.
func (h *Handlers) nextPlacement(c echo.Context) error {
	n, err := web.Number(c, "version", "version")
	if err != nil {
		return err
	}
	return h.placeNext(c, n, models.Unplaced(c.QueryParam("what")), c.QueryParam("after"), url.Values{})
}

// placeNext leads to the comment of a list after another, or to the list where none is left.
func (h *Handlers) placeNext(c echo.Context, number int, what models.Unplaced, after string, q url.Values) error {
	here := "/c/" + url.PathEscape(c.Param("consultation")) + "/drafts/" + url.PathEscape(c.Param("draft")) + "/v/" + strconv.Itoa(number) + "/placements"
	if !slices.Contains(models.UnplacedValues, what) {
		what = models.UnplacedLost
	}
	next := ""
	if what != models.UnplacedByHand { // of what was placed nothing is to be done
		var err error
		if next, err = h.Consult.NextUnplaced(c.Request().Context(), web.Actor(c), c.Param("consultation"), c.Param("draft"), number, what, after); err != nil {
			return err
		}
	}
	if what != models.UnplacedLost {
		q.Set("what", string(what))
	}
	if next != "" {
		q.Set("one", next)
	} else if q.Has("flash") && what != models.UnplacedByHand {
		q.Set("flash", "placed_last")
	}
	return c.Redirect(http.StatusSeeOther, here+"?"+q.Encode())
}
