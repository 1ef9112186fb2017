"""PostConfirmation: notes the new customer, so that the newsletter job can greet them."""

import logging

logger = logging.getLogger()
logger.setLevel("INFO")


def handler(event, context):
    if event["triggerSource"] == "PostConfirmation_ConfirmSignUp":
        logger.info("new customer %s", event["userName"])
    return event
