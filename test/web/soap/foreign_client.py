"""A QLVB written in another language: everything it knows of the gateway is the WSDL. Reads its orders as JSON, answers JSON."""
import base64
import datetime
import json
import sys
import time

import requests
import zeep
from zeep.transports import Transport
from zeep.wsse.username import UsernameToken

orders = json.load(sys.stdin)


def client(side, version):
    session = requests.Session()
    session.trust_env = False
    arguments = {"transport": Transport(session=session)}
    if version == "1.1":
        session.headers["Authorization"] = "Bearer " + orders[side]["key"]
    else:
        arguments["wsse"] = UsernameToken("QLVB", orders[side]["key"])
    return zeep.Client(orders[side]["url"] + "/soap/v1?wsdl", service_name="LienThong", port_name="Soap11" if version == "1.1" else "Soap12", **arguments)


def code_of(sender, refused):
    detail = refused.detail[0] if hasattr(refused.detail, "__getitem__") else sender.wsdl.types.deserialize(refused.detail[0])
    return detail.findtext("{urn:lienthong:soap:v1}code")


def journey(version, number):
    sender, receiver = client("sender", version), client("receiver", version)
    content = ("%PDF-1.7 " + number).encode() * 1000
    document = {
        "sender": "G22",
        "receivers": [{"organId": "H48"}],
        "code": {"number": number, "notation": "VPCP-KSTT"},
        "issuedOn": datetime.date(2026, 11, 20),
        "issuedAt": "Hà Nội",
        "documentType": "Công văn",
        "subject": "V/v liên thông từ Python",
        "signer": {"fullName": "Nguyễn Văn Đức"},
        "urgency": "khan",
        "paperOriginal": False,
    }
    sent = sender.service.SendDocument(document=document, files=[{"name": "Công văn.pdf", "content": content}])
    pending = None
    for _ in range(600):
        found = [one for one in receiver.service.GetPendingDocuments(receiver="H48", limit=200)["documents"] if one.code.number == number]
        if found:
            pending = found[0]
            break
        time.sleep(0.1)
    inline = receiver.service.GetDocument(id=pending.id)
    parts = receiver.service.GetDocument(id=pending.id, attachments="mtom")
    # an answer of one element is handed out as that element; one with attachments as a pack, its root with the bytes in their places
    root = parts.root if hasattr(parts, "root") else parts
    confirmed = receiver.service.ConfirmReceived(id=pending.id)
    reported = receiver.service.ReportStatus(id=pending.id, action="accept", person={"fullName": "Nguyễn Thị Lan"})
    state = None
    for _ in range(600):
        status = sender.service.GetDocumentStatus(id=sent.document.id)
        state = status.document.dispatches[0].state
        if state == "accepted":
            break
        time.sleep(0.1)
    # what was written wrong is updated; what is accepted is not taken back but recalled; what nobody has accepted is taken back
    person = {"fullName": "Nguyễn Thị Lan", "department": "Văn thư"}
    updated = sender.service.UpdateDocument(id=sent.document.id, reason="Ghi sai trích yếu", change={"subject": "V/v đã sửa"}, person=person)
    try:
        sender.service.TakeBackDocument(id=sent.document.id, reason="Gửi nhầm")
        refused_take_back = None
    except zeep.exceptions.Fault as refused:
        refused_take_back = code_of(sender, refused)
    recalled = sender.service.RecallDocument(id=sent.document.id, reason="Phát hành nhầm", receivers=["H48"], person=person)
    again = sender.service.RecallDocument(id=sent.document.id, reason="Phát hành nhầm", receivers=["H48"])
    document["code"] = {"number": number + "1", "notation": "VPCP-KSTT"}
    other = sender.service.SendDocument(document=document, files=[{"name": "Công văn.pdf", "content": content}])
    taken = sender.service.TakeBackDocument(id=other.document.id, reason="Gửi nhầm nơi nhận")
    try:
        sender.service.GetDocumentStatus(id="019aa9c4-6f00-7c3e-9f1a-0242ac120002")
        fault = None
    except zeep.exceptions.Fault as refused:
        fault = {"text": refused.message, "code": code_of(sender, refused)}
    return {
        "created": sent.created,
        "subject": pending.subject,
        "issuedOn": pending.issuedOn.isoformat(),
        "zone": pending.receivedAt.utcoffset().total_seconds(),
        "inline": inline.files[0].content == content,
        "mtom": root.files[0].content == content,
        "fetched": confirmed.fetchedAt is not None,
        "status": reported.status.statusCode,
        "state": state,
        "fault": fault,
        "updated": [updated.created, updated.amendment.kind, updated.document.dispatches[0].update.state],
        "refusedTakeBack": refused_take_back,
        "recalled": [recalled.created, recalled.amendment.kind, recalled.document.dispatches[0].recall.state, again.created],
        "taken": [taken.created, taken.amendment.kind],
    }


print(json.dumps([journey(version, number) for version, number in orders["journeys"]]))
