"""Whether a form was sent, even an empty one."""


def posted(request):
    """What was sent, to bind a form with; None if nothing was."""
    return request.POST if request.method == "POST" else None
