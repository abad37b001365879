using Oversight.Persistence;
using Oversight.Testing;
using Xunit;

namespace Oversight.Web.Tests;

/// <summary>An empty database of one test.</summary>
internal static class Databases
{
    public static async Task<DatabaseLocation> NewAsync(DatabaseRow row) =>
        new(Enum.Parse<DatabaseProvider>(row.Provider), await row.NewConnectionStringAsync(TestContext.Current.CancellationToken));
}
