namespace Oversight.Identity.Tests;

/// <summary>The published interface changes only on purpose: the file beside the service is the one that the service answers.</summary>
public sealed class OpenApiTests
{
    [Fact]
    public async Task The_checked_in_description_is_the_one_that_the_service_answers()
    {
        await using var identity = await IdentityUnderTest.StartAsync();
        var answered = await identity.Service.Client()
            .GetStringAsync("/api/identity/openapi.v1.json", TestContext.Current.CancellationToken);
        var file = Path.Combine(
            Repository.Root ?? throw new InvalidOperationException("The tests run outside of the repository."), "services", "Identity",
            "openapi.v1.json");
        if (Environment.GetEnvironmentVariable("OVERSIGHT_APPROVE") == "1")
        {
            await File.WriteAllTextAsync(file, answered.ReplaceLineEndings("\n").TrimEnd() + "\n", TestContext.Current.CancellationToken);
        }

        var approved = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(approved.ReplaceLineEndings("\n").TrimEnd(), answered.ReplaceLineEndings("\n").TrimEnd());
    }
}
