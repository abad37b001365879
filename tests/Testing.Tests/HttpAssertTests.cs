using System.Net;
using System.Text;
using Xunit;
using Xunit.Sdk;

namespace Oversight.Testing.Tests;

public sealed class HttpAssertTests
{
    private const string Good =
        """{"type":"urn:oversight:error:"""
        + """registry.licence.expired","title":"t","status":409,"detail":"d","code":"registry."""
        + """licence.expired","traceId":"x","errors":[{"field":"f","code":"c","message":"m"}]}""";

    [Fact]
    public async Task A_problem_document_is_read_whole()
    {
        using var answer = Answer(Good);

        var problem = await answer.ShouldBeProblemAsync(HttpStatusCode.Conflict, "registry.licence.expired");

        Assert.Equal(new ProblemFault("f", "c", "m"), Assert.Single(problem.Errors));
    }

    [Theory]
    [InlineData("\"status\":409", "\"status\":400")]
    [InlineData("\"traceId\":\"x\"", "\"traceId\":\"\"")]
    [InlineData("urn:oversight:error:", "about:")]
    [InlineData("\"code\":\"registry.licence.expired\"", "\"code\":\"other\"")]
    [InlineData("\"detail\":\"d\"", "\"detail\":\"System.NullReferenceException\"")]
    [InlineData("{", "[")]
    public async Task A_document_that_breaks_the_rules_of_problems_fails_with_its_body(string good, string bad)
    {
        var body = Good.Replace(good, bad, StringComparison.Ordinal);
        using var answer = Answer(body);

        var failure = await Assert.ThrowsAnyAsync<XunitException>(
            () => answer.ShouldBeProblemAsync(HttpStatusCode.Conflict, "registry.licence.expired"));

        Assert.Contains(body, failure.Message, StringComparison.Ordinal);
    }

    private static HttpResponseMessage Answer(string body) =>
        new(HttpStatusCode.Conflict) { Content = new StringContent(body, Encoding.UTF8, "application/problem+json") };
}
