"""VerifyAuthChallengeResponse: compares the code that was typed with the one that was sent."""

import hmac
import json
import logging

logger = logging.getLogger()
logger.setLevel("INFO")


def handler(event, context):
    request = event["request"]
    correct = hmac.compare_digest(
        request["privateChallengeParameters"]["expected"],
        request["challengeAnswer"].strip(),
    )
    names = ("triggerSource", "userPoolId", "userName", "callerContext")
    logger.info(json.dumps({name: event[name] for name in names}))
    if not correct:
        logger.warning("wrong answer")
    event["response"]["answerCorrect"] = correct
    return event
