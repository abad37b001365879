using Microsoft.Extensions.DependencyInjection;
using Oversight.Contracts.Registry.V1;
using Oversight.Messaging;
using Xunit;

namespace Oversight.CreditFile.Tests;

/// <summary>The register is heard once.</summary>
public sealed class RegisterIntakeTests
{
    public static TheoryData<Type> Told() =>
    [
        typeof(InstitutionRegistered), typeof(InstitutionChanged), typeof(InstitutionSuspended), typeof(InstitutionRestored),
        typeof(InstitutionLicenceExpired), typeof(InstitutionLicenceRenewed), typeof(InstitutionLicenceRevoked),
        typeof(InstitutionDeregistered), typeof(UnlicensedEntityRecorded),
    ];

    [Theory, MemberData(nameof(Told))]
    public async Task A_contract_of_the_register_has_one_queue(Type contract)
    {
        await using var credit = await CreditUnderTest.StartAsync();

        Assert.Single(credit.Services.GetRequiredService<ConsumerCatalog>().Of(contract));
    }
}
