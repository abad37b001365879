using Microsoft.EntityFrameworkCore;
using Oversight.Web;

namespace Oversight.Enforcement.Cases;

/// <summary>Cases, penalties, the lock on one act, and exposures: this part of the module.</summary>
internal static class CasesPart
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
