package handlers

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"travaux/internal/fault"
	"travaux/internal/web"
	"travaux/templates"
)

// logRoutes are those of a consultation's public log.
var logRoutes = []route{
	{get, "/c/:consultation/log", anybody, (*Handlers).log, "log"},
	{post, "/c/:consultation/log", anybody, (*Handlers).checkReceipt, "checkReceipt"},
	{get, "/c/:consultation/log/checkpoint", anybody, (*Handlers).logCheckpoint, "logCheckpoint"},
	{get, "/c/:consultation/log/key", anybody, (*Handlers).logKey, "logKey"},
	{get, "/c/:consultation/log/tile/*", anybody, (*Handlers).logTile, "logTile"},
	{get, "/c/:consultation/log/:epoch/checkpoint", anybody, (*Handlers).logCheckpoint, "logCheckpoint"},
	{get, "/c/:consultation/log/:epoch/tile/*", anybody, (*Handlers).logTile, "logTile"},
	{get, "/c/:consultation/receipts/:receipt/file", anybody, (*Handlers).receiptFile, "receiptFile"},
}

// log shows the public log.
func (h *Handlers) log(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	p, err := h.logPage(c, a)
	if err != nil {
		return err
	}
	return public(c, templates.Log, p)
}

func (h *Handlers) logPage(c echo.Context, a here) (templates.LogPage, error) {
	p := templates.LogPage{Base: h.baseAt(c, templates.SectionNone, a)}
	var err error
	if p.Log, err = h.Consult.Log(c.Request().Context(), a.Slug); err != nil {
		return p, err
	}
	p.Lines, err = h.Consult.LogLines(c.Request().Context(), a.Slug, 0, c.QueryParam("cursor"))
	if p.Lines.Next != "" {
		p.Next = a.path("log") + "?" + url.Values{"cursor": {p.Lines.Next}}.Encode()
	}
	return p, err
}

// receiptToCheck is a receipt by its number, or as a file.
type receiptToCheck struct {
	Receipt string `form:"receipt"`
}

// checkReceipt says what a receipt proves.
func (h *Handlers) checkReceipt(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	p, err := h.logPage(c, a)
	if err != nil {
		return err
	}
	var in receiptToCheck
	file, err := h.handedIn(c, &in)
	if err == nil {
		checked, failed := h.Consult.CheckReceipt(c.Request().Context(), a.Slug, file)
		if failed != nil {
			return failed
		}
		p.Checked = &checked
		return show(c, http.StatusOK, templates.Log, p)
	}
	form, status, ok := again(c, err)
	if !ok {
		return err
	}
	p.Form = form
	return show(c, status, templates.Log, p)
}

// handedIn is the file of a receipt, or the one of which the number was typed.
func (h *Handlers) handedIn(c echo.Context, in *receiptToCheck) ([]byte, error) {
	if err := web.Decode(c, in, "file"); err != nil {
		return nil, err
	}
	if f, ok := web.Upload(c, "file"); ok && len(f.Content) > 0 {
		return f.Content, nil
	}
	if strings.TrimSpace(in.Receipt) == "" {
		return nil, fault.Bad("receipt", "required")
	}
	file, err := h.Consult.ReceiptFile(c.Request().Context(), strings.TrimSpace(in.Receipt))
	if fault.Is(err, fault.NotFound) {
		return nil, fault.Bad("receipt", "not_found")
	}
	return file, err
}

// receiptFile sends a receipt as a file that proves itself.
func (h *Handlers) receiptFile(c echo.Context) error {
	file, err := h.Consult.ReceiptFile(c.Request().Context(), c.Param("receipt"))
	if err != nil {
		return err
	}
	web.Sandbox(c)
	c.Response().Header().Set("Content-Disposition", `attachment; filename="`+c.Param("consultation")+`.receipt.json"`)
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, file)
}

// logCheckpoint sends the newest signed head: of the newest epoch, or of the one in the path.
func (h *Handlers) logCheckpoint(c echo.Context) error {
	epoch, err := epochOf(c, 0)
	if err != nil {
		return err
	}
	note, err := h.Consult.LogNote(c.Request().Context(), c.Param("consultation"), epoch)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-cache")
	return c.Blob(http.StatusOK, echo.MIMETextPlainCharsetUTF8, []byte(note))
}

// logKey sends the key of the log as tools for signed notes read it.
func (h *Handlers) logKey(c echo.Context) error {
	key, err := h.Consult.LogVerifier(c.Request().Context(), c.Param("consultation"))
	if err != nil {
		return err
	}
	return c.String(http.StatusOK, key+"\n")
}

// logTile sends a tile (C2SP tlog-tiles). A full one never changes.
func (h *Handlers) logTile(c echo.Context) error {
	epoch, err := epochOf(c, 1)
	if err != nil {
		return err
	}
	tile, full, err := h.Consult.LogTile(c.Request().Context(), c.Param("consultation"), epoch, c.Param("*"))
	if err != nil {
		return err
	}
	cache := "no-cache"
	if full {
		cache = "public, max-age=31536000, immutable"
	}
	c.Response().Header().Set("Cache-Control", cache)
	return c.Blob(http.StatusOK, echo.MIMEOctetStream, tile)
}

// epochOf reads the epoch in the path, epoch2; without one it is otherwise.
func epochOf(c echo.Context, otherwise int64) (int64, error) {
	name := c.Param("epoch")
	if name == "" {
		return otherwise, nil
	}
	number, ok := strings.CutPrefix(name, "epoch")
	n, err := strconv.ParseInt(number, 10, 64)
	if !ok || err != nil || n < 1 {
		return 0, fault.Missing("log_entry")
	}
	return n, nil
}
