"""Makes and changes retail customers and their addresses (the collection, Retail Customers)."""

from dataclasses import dataclass, replace

from sim_flourish.conventions.errors import Refusal, RefusedError
from sim_flourish.model.retail import AddressType, Customer, CustomerAddress, CustomerId, Place
from sim_flourish.warehouse.warehouse import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRequest:
    """An address to add, or with an id one to change; an empty name is the customer's own."""

    address_id: int | None
    first_name: str | None
    last_name: str | None
    place: Place
    type: str | None
    is_primary: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRequest:
    """A whole customer, without an id and addresses. `addresses` None leaves them as they are."""

    customer: Customer
    addresses: tuple[AddressRequest, ...] | None


def save_customer(work: Work, asked: CustomerRequest, before: Customer | None = None) -> Customer:
    """A new customer, or the one before with everything replaced.

    An address whose id is not among those sent is deactivated.

    Raises:
        RefusedError: the e-mail address is another customer's, or an address is not this customer's.
    """
    _check(work, asked, before)
    addresses = () if before is None else before.addresses
    known = {None, *(address.address_id for address in addresses)}
    for address in asked.addresses or ():
        if address.address_id not in known:
            raise RefusedError(Refusal.ADDRESS_UNKNOWN, id=address.address_id)
    customer = replace(
        asked.customer,
        customer_id=before.customer_id if before else CustomerId(str(work.ids.number("customer"))),
        addresses=addresses,
        audit=work.signed.on(before.audit) if before else work.signed.new(),
    )
    if asked.addresses is not None:
        customer = replace(customer, addresses=_readdressed(work, customer, asked.addresses))
    work.world.customers[customer.customer_id] = customer
    return customer


def with_delivery_address(
    work: Work, customer: Customer, place: Place, address_type: str | None
) -> tuple[Customer, CustomerAddress]:
    """The customer and the active address at that place, as it is.

    A new one becomes the primary address, of the type that is said, else for shipping.
    """
    known = [address for address in customer.addresses if address.active and address.place == place]
    if known:
        return customer, known[0]
    asked = AddressRequest(
        address_id=None,
        first_name=None,
        last_name=None,
        place=place,
        type=address_type or AddressType.SHIPPING,
        is_primary=True,
    )
    address = _written(work, customer, asked)
    others = tuple(replace(address, is_primary=False) for address in customer.addresses)
    audit = work.signed.on(customer.audit)
    return replace(customer, addresses=(*others, address), audit=audit), address


def _check(work: Work, asked: CustomerRequest, before: Customer | None) -> None:
    mine = None if before is None else before.customer_id
    for other in work.world.customers.values():
        if other.email == asked.customer.email and other.customer_id != mine:
            raise RefusedError(Refusal.ALREADY_EXISTS, what="customer with email", name=asked.customer.email)
    if asked.customer.patient_id and not asked.customer.state:
        raise RefusedError(Refusal.STATE_REQUIRED)


def _readdressed(
    work: Work, customer: Customer, asked: tuple[AddressRequest, ...]
) -> tuple[CustomerAddress, ...]:
    """The known addresses, changed or deactivated, then the new ones; one active one is primary."""
    wanted = {address.address_id: address for address in asked if address.address_id is not None}
    addresses = [
        _written(work, customer, wanted[address.address_id], address)
        if address.address_id in wanted
        else replace(address, active=False, is_primary=False, audit=work.signed.on(address.audit))
        for address in customer.addresses
    ]
    addresses += [_written(work, customer, address) for address in asked if address.address_id is None]
    primaries = [address for address in addresses if address.active and address.is_primary]
    first = next(iter(primaries), next((address for address in addresses if address.active), None))
    return tuple(replace(address, is_primary=address is first) for address in addresses)


def _written(
    work: Work, customer: Customer, asked: AddressRequest, before: CustomerAddress | None = None
) -> CustomerAddress:
    """The address as asked for, new or in the place of the one before."""
    was_primary = before is not None and before.is_primary
    return CustomerAddress(
        address_id=before.address_id if before else work.ids.number("customer_address"),
        first_name=asked.first_name or customer.first_name,
        last_name=asked.last_name or customer.last_name,
        place=asked.place,
        type=asked.type,
        active=True,
        is_primary=was_primary if asked.is_primary is None else asked.is_primary,
        audit=work.signed.on(before.audit) if before else work.signed.new(),
    )
