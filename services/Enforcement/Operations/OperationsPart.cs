using Microsoft.EntityFrameworkCore;
using Oversight.Web;

namespace Oversight.Enforcement.Operations;

/// <summary>Clues, transfers, joint operations and their tasks, and what departments' systems call: this part of the module.</summary>
internal static class OperationsPart
{
    public static void Add(ModuleBuilder module)
    {
    }

    public static void Map(RouteGroupBuilder api)
    {
    }

    public static void Configure(ModelBuilder model)
    {
    }
}
