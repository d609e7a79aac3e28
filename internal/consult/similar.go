package consult

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"travaux/internal/fault"
	"travaux/internal/names"
	"travaux/internal/store"
	"travaux/models"
)

// distinct refuses names that are another organisation's, or that could be taken for another's unless that was said.
func (s *Service) distinct(ctx context.Context, by models.Call, o models.Organisation, another bool) error {
	if err := unused(ctx, s.st.Reader, o); err != nil || another || by.System {
		return err
	}
	alike, err := s.Alike(ctx, o)
	if err != nil || len(alike) == 0 {
		return err
	}
	return fault.New(fault.Conflict, "organisation_similar").With("name", alike[0].Name).With("slug", alike[0].Slug)
}

// renamed refuses a name that an organisation did not bear and that can be taken for another's, unless who gives it
// answers for organisations there. Fault Conflict "organisation_similar_rename".
func (s *Service) renamed(ctx context.Context, by models.Call, was, now models.Organisation) error {
	now.Name = maps.Clone(now.Name)
	had := namesOf(was)
	maps.DeleteFunc(now.Name, func(_, name string) bool {
		return slices.ContainsFunc(had, func(n models.OrganisationName) bool { return n.Key == names.Key(name) })
	})
	if len(now.Name) == 0 || answersFor(by.Actor, now.Region) {
		return nil
	}
	alike, err := s.Alike(ctx, now)
	if err != nil || len(alike) == 0 {
		return err
	}
	f := fault.New(fault.Conflict, "organisation_similar_rename").With("name", alike[0].Name).With("slug", alike[0].Slug)
	f.Fields = []fault.Field{{Name: "name", Code: "organisation_similar_rename", Args: f.Args}}
	return f
}

// unused refuses names that another organisation bears.
func unused(ctx context.Context, r store.Reader, o models.Organisation) error {
	var keys []string
	for _, n := range namesOf(o) {
		keys = append(keys, n.Key)
	}
	known, err := r.OrganisationsByKey(ctx, keys)
	if err != nil {
		return err
	}
	for _, k := range known {
		if k.ID != o.ID {
			return thereFault(k, o.Language)
		}
	}
	return nil
}

func thereFault(o models.Organisation, language string) error {
	name, _ := o.Called(language)
	f := fault.New(fault.Conflict, "organisation_there").With("name", name).With("slug", o.Slug)
	f.Fields = []fault.Field{{Name: "name", Code: "organisation_there", Args: f.Args}}
	return f
}

// mostAlike is how many similar names are told.
const mostAlike = 8

// Alike gives the names of other organisations that could be taken for one of this one's.
func (s *Service) Alike(ctx context.Context, o models.Organisation) ([]models.SimilarName, error) {
	var skeletons []string
	shortest, longest := 1<<20, -1
	for _, n := range namesOf(o) {
		length := len([]rune(n.Skeleton))
		skeletons = append(skeletons, n.Skeleton)
		shortest, longest = min(shortest, length-names.Reach), max(longest, length+names.Reach)
	}
	near, err := s.st.NamesNear(ctx, o.ID, skeletons, shortest, longest)
	var out []models.SimilarName
	for _, n := range near {
		is := slices.ContainsFunc(skeletons, func(skeleton string) bool { return names.Alike(skeleton, n.Skeleton) })
		told := slices.ContainsFunc(out, func(m models.SimilarName) bool { return m.Slug == n.Slug })
		if is && !told && len(out) < mostAlike {
			out = append(out, n)
		}
	}
	return out, err
}

// SimilarOrganisations gives the names of organisations that a name in some language could be taken for.
func (s *Service) SimilarOrganisations(ctx context.Context, in NewOrganisation) ([]models.SimilarName, error) {
	return s.Alike(ctx, models.Organisation{Name: withMain(in.Names, cmp.Or(in.Language, "en"), in.Name)})
}
