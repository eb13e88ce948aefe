"""`/api/v1/brands`: adding a brand with its logo, and what else is done with brands (S1)."""

from dataclasses import replace
from typing import Any

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge

from sim_kernel.answers import Answer
from sim_kernel.api_router import read_body
from sim_ordo.errors import ErrorCode, OrdoError
from sim_ordo.formats import moment_text
from sim_ordo.model.brands import Brand, BrandId, Logo, read_logo, require_brand_name, require_new_brand_name
from sim_ordo.paging import listed, read_page
from sim_ordo.routing import OrdoCall, Route, record


def list_brands(call: OrdoCall) -> Answer:
    return listed("brands", list(call.world.brands.values()), read_page(call.query), _brand_json)


def add_brand(call: OrdoCall) -> Answer:
    """A new brand; it needs a name and a logo (S1)."""
    name, logo = _read_form(call.request)
    if logo is None:
        message = "a brand needs a logo picture: upload it in the form field 'logo'"
        raise OrdoError(ErrorCode.INVALID, message, field="logo")
    require_new_brand_name(call.world.brands.values(), name)
    now = call.tenant.clock.now()
    brand_id = BrandId(f"brand_{call.tenant.ids.hex('brand')}")
    brand = Brand(brand_id=brand_id, name=name, logo=logo, created_at=now, updated_at=now)
    _save(call, brand, "added")
    return Answer(status=201, body=_brand_json(brand))


def get_brand(call: OrdoCall, brand_id: str) -> Answer:
    return Answer(body=_brand_json(call.world.brand(brand_id)))


def save_brand(call: OrdoCall, brand_id: str) -> Answer:
    """A brand renamed, with a new logo if one is uploaded."""
    known = call.world.brand(brand_id)
    name, logo = _read_form(call.request)
    require_new_brand_name((other for other in call.world.brands.values() if other is not known), name)
    brand = replace(known, name=name, logo=logo or known.logo, updated_at=call.tenant.clock.now())
    _save(call, brand, "changed")
    return Answer(body=_brand_json(brand))


def remove_brand(call: OrdoCall, brand_id: str) -> Answer:
    """The brand is gone; its items stay as they are (I9)."""
    brand = call.world.brand(brand_id)
    del call.world.brands[brand.brand_id]
    record(call, "brand", brand.brand_id, name=brand.name, action="removed")
    return Answer(status=204)


def get_brand_logo(call: OrdoCall, brand_id: str) -> Answer:
    """The logo as it was uploaded; a browser must not take it for anything but a picture."""
    logo = call.world.brand(brand_id).logo
    headers = {"X-Content-Type-Options": "nosniff", "Content-Disposition": "inline"}
    return Answer(raw=logo.content, content_type=logo.media_type, headers=headers)


def _save(call: OrdoCall, brand: Brand, action: str) -> None:
    call.world.brands[brand.brand_id] = brand
    record(call, "brand", brand.brand_id, name=brand.name, action=action)


def _read_form(request: Request) -> tuple[str, Logo | None]:
    if request.mimetype != "multipart/form-data":
        message = f"Content-Type must be multipart/form-data, not {request.mimetype or 'nothing'}"
        raise OrdoError(ErrorCode.UNSUPPORTED_MEDIA_TYPE, message)
    read_body()
    try:
        form, files = request.form, request.files
    except RequestEntityTooLarge as error:
        message = "a part of the form is too large; send the logo as a file of at most 2 MiB"
        raise OrdoError(ErrorCode.TOO_LARGE, message) from error
    if unknown := sorted((set(form) - {"name"}) | (set(files) - {"logo"})):
        message = f"the form takes the text 'name' and the file 'logo', not {unknown[0][:40]!r}"
        raise OrdoError(ErrorCode.INVALID, message, field=unknown[0][:40])
    name = require_brand_name(form.get("name"))
    upload = files.get("logo")
    return name, None if upload is None else read_logo(upload.read())


def _brand_json(brand: Brand) -> dict[str, Any]:
    return {
        "brand_id": brand.brand_id,
        "name": brand.name,
        "logo": brand.logo.shown(),
        "created_at": moment_text(brand.created_at),
        "updated_at": moment_text(brand.updated_at),
    }


ROUTES = (
    Route(method="GET", path="/brands", handler=list_brands),
    Route(method="POST", path="/brands", handler=add_brand, admin_action="add brands"),
    Route(method="GET", path="/brands/{brand_id}", handler=get_brand),
    Route(method="PUT", path="/brands/{brand_id}", handler=save_brand, admin_action="change brands"),
    Route(method="DELETE", path="/brands/{brand_id}", handler=remove_brand, admin_action="remove brands"),
    Route(method="GET", path="/brands/{brand_id}/logo", handler=get_brand_logo),
)
