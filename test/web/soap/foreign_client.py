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
    try:
        sender.service.GetDocumentStatus(id="019aa9c4-6f00-7c3e-9f1a-0242ac120002")
        fault = None
    except zeep.exceptions.Fault as refused:
        detail = refused.detail[0] if hasattr(refused.detail, "__getitem__") else sender.wsdl.types.deserialize(refused.detail[0])
        fault = {"text": refused.message, "code": detail.findtext("{urn:lienthong:soap:v1}code")}
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
    }


print(json.dumps([journey(version, number) for version, number in orders["journeys"]]))
