using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Mat.Trust.SignIn;

/// <summary>Refusals that say no more than they must.</summary>
internal static class SignInProblems
{
    public static ProblemHttpResult Invalid() =>
        Of(401, "session.invalid", "E-mail address or password is wrong, or the session has ended.");

    public static ProblemHttpResult Locked() =>
        Of(423, "session.locked", "Too many attempts. Wait a quarter of an hour, or ask the ICT team for a new password.");

    private static ProblemHttpResult Of(int status, string code, string detail)
    {
        var problem = new ProblemDetails { Status = status, Detail = detail };
        problem.Extensions["code"] = code;
        return TypedResults.Problem(problem);
    }
}
