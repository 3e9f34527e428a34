"""Leave quickly: off the page, and nothing of the visit stays behind. Needs no script."""

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from audit.guard import open_to_all
from intake.services import greeting, slipping_out
from intake.views.door import forget
from intake.views.page import exit_of, is_from_here, show

SEE_OTHER = 303


@open_to_all
@csrf_exempt  # whoever must go is not asked for a token; another site can clear nothing here
def leave(request):
    """Read how it works before it is needed; press the button, and be gone."""
    front = greeting.front()
    if request.method != "POST":
        return show(request, "intake/public/leaving.html", front=front)
    response = HttpResponse(status=SEE_OTHER, headers={"Location": exit_of(front)})
    if is_from_here(request):
        slipping_out.leave(request.POST.get("ticket", ""))
        forget(response)
        response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
