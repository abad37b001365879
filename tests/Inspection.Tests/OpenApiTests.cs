using System.Text.Json;
using Oversight.Testing;
using Xunit;

namespace Oversight.Inspection.Tests;

/// <summary>The API's description as it was agreed. To change it, write the new one: OVERSIGHT_APPROVE=1.</summary>
public sealed class OpenApiTests
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    [Fact]
    public async Task The_description_of_the_api_is_the_one_that_is_checked_in()
    {
        Assert.SkipWhen(Repository.Root is null, "The approved description is not here: run the test in a checkout.");
        await using var service = await InspectionUnderTest.StartAsync();
        var file = Path.Combine(Repository.Root!, "services", "Inspection", "openapi.v1.json");

        var actual = JsonSerializer.Serialize(await service.JsonAsync("/api/inspection/openapi.v1.json"), Indented) + "\n";
        if (Environment.GetEnvironmentVariable("OVERSIGHT_APPROVE") == "1")
        {
            await File.WriteAllTextAsync(file, actual, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), actual);
    }
}
