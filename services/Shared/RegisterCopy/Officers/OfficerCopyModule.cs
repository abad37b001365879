using Microsoft.Extensions.DependencyInjection;
using Oversight.Contracts.Inspection.V1;
using Oversight.Messaging;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.RegisterCopy.Officers;

/// <summary>Gives a service its own copy of the officers, so that it asks nobody while it works.</summary>
public static class OfficerCopyModule
{
    /// <summary>
    /// Adds the consumer of officers and <see cref="Avoidances{TContext}"/>; the service's model must have called
    /// <see cref="KnownOfficer.Configure"/>.
    /// </summary>
    public static ModuleBuilder KeepOfficerCopy<TContext>(this ModuleBuilder module)
        where TContext : ServiceDbContext
    {
        module.AddRowConsumer<TContext, OfficerCopyConsumer, OfficerRecorded, KnownOfficer>();
        module.AddCopyTable<TContext, KnownOfficer>("inspection", "officer", copy => copy.Id);
        module.Services.AddScoped<Avoidances<TContext>>();
        return module;
    }
}

/// <summary>Keeps the copy of officers.</summary>
internal sealed class OfficerCopyConsumer : IRowConsumer<OfficerRecorded, KnownOfficer>
{
    public (Guid Key, long Version) SourceOf(OfficerRecorded fact) => (fact.OfficerId, fact.Version);

    public KnownOfficer Apply(KnownOfficer? row, OfficerRecorded fact) => (row ?? KnownOfficer.Of(fact.OfficerId)).Take(fact);
}
