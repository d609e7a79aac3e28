package templates

import (
	"reflect"
	"strings"
	"testing"
)

const payload = `"'><script>alert(1)</script><img src=x onerror=alert(1)>javascript:alert(1)`

// poison puts the payload into every string that it reaches, but not into HTML, which was sanitised
// when it was written.
func poison(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(payload)
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if f.IsExported() && f.Name != "HTML" && f.Name != "BodyHTML" && f.Name != "Lang" && v.Type().String() != "time.Time" {
				poison(v.Field(i))
			}
		}
	case reflect.Pointer:
		if !v.IsNil() && v.Type().Elem().String() != "time.Time" {
			c := reflect.New(v.Type().Elem())
			c.Elem().Set(v.Elem())
			poison(c.Elem())
			v.Set(c)
		}
	case reflect.Slice:
		c := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(c, v)
		for i := range c.Len() {
			poison(c.Index(i))
		}
		v.Set(c)
	case reflect.Map:
		poisonMap(v)
	}
}

func poisonMap(v reflect.Value) {
	if v.IsNil() {
		return
	}
	c := reflect.MakeMap(v.Type())
	for _, key := range v.MapKeys() {
		value := reflect.New(v.Type().Elem()).Elem()
		value.Set(v.MapIndex(key))
		poison(value)
		c.SetMapIndex(key, value)
	}
	v.Set(c)
}

// hostile is a page type whose samples can be poisoned.
func hostile[T sampled[T]](t *testing.T, p Page[T]) {
	t.Helper()
	var zero T
	for _, s := range any(zero).(sampled[T]).Samples() {
		poison(reflect.ValueOf(&s).Elem())
		page, err := p.Render("en", s)
		if err != nil {
			t.Errorf("%s: %v", p.Name(), err)
			continue
		}
		for _, bad := range []string{"<script>alert", "<img src=x", `href="javascript:`, `action="javascript:`} {
			if strings.Contains(string(page), bad) {
				t.Errorf("%s lets %q through", p.Name(), bad)
			}
		}
	}
}

func TestPages_escapeEveryWordOfOthers(t *testing.T) {
	t.Parallel()
	hostile(t, Home)
	hostile(t, Front)
	hostile(t, Notices)
	hostile(t, NoticesForm)
	hostile(t, ConsultationForm)
	hostile(t, Manage)
	hostile(t, PartnerForm)
	hostile(t, DocumentForm)
	hostile(t, Reader)
	hostile(t, Compare)
	hostile(t, Versions)
	hostile(t, Trail)
	hostile(t, DraftForm)
	hostile(t, Working)
	hostile(t, CommentForm)
	hostile(t, Receipt)
	hostile(t, Confirm)
	hostile(t, Comments)
	hostile(t, Comment)
	hostile(t, Review)
	hostile(t, Moderation)
	hostile(t, Events)
	hostile(t, Event)
	hostile(t, EventForm)
	hostile(t, SignIn)
	hostile(t, SignInSent)
	hostile(t, SignInConfirm)
	hostile(t, SignInCode)
	hostile(t, BadLink)
	hostile(t, First)
	hostile(t, Typed)
	hostile(t, StepUp)
	hostile(t, Sessions)
	hostile(t, Account)
	hostile(t, Passkeys)
	hostile(t, Passkey)
	hostile(t, With)
	hostile(t, IdentityAddress)
	hostile(t, IdentitySent)
	hostile(t, Identities)
	hostile(t, MyData)
	hostile(t, EraseMe)
	hostile(t, TakeBack)
	hostile(t, Disown)
	hostile(t, ReportForm)
	hostile(t, Reports)
	hostile(t, Privacy)
	hostile(t, Demo)
	hostile(t, API)
	hostile(t, Error)
}
